namespace TthcFlow.Engine.Diagrams;

/// <summary>How wide a text comes out, and where it breaks: the advance widths of the semibold sans-serif of the pages.</summary>
/// <remarks>It is wider than the Times of papers and than regular weights, so what fits by this measure fits everywhere. No font is needed to lay a picture out.</remarks>
internal static class TextWidths
{
    /// <summary>Height of a line, as a share of the size of its font.</summary>
    public const double Leading = 1.22;

    private const int Unknown = 1000; // a wide guess: no letter of another script is wider

    // Thousandths of the font's size, for the characters 32 to 126.
    private static readonly short[] Ascii =
    [
        250, 333, 555, 833, 648, 1000, 833, 278, 449, 449, 508, 637, 332, 607, 319, 528, 692, 500, 660, 674, 716, 674, 693, 596, 656, 693, 333, 333, 568, 744, 568, 605,
        1014, 758, 698, 778, 743, 667, 640, 788, 778, 389, 500, 778, 667, 944, 743, 828, 667, 825, 722, 656, 674, 733, 732, 1039, 753, 722, 667, 489, 515, 489, 594, 724, 333,
        652, 662, 624, 662, 611, 401, 654, 600, 285, 333, 584, 278, 895, 590, 652, 662, 662, 444, 527, 434, 581, 588, 879, 591, 592, 514, 480, 426, 480, 541,
    ];

    private static readonly Dictionary<char, short> Latin = Accented();

    /// <summary>The width of a text, in the unit of <paramref name="size"/>.</summary>
    public static double Of(string text, double size)
    {
        var sum = 0;
        foreach (var letter in text) sum += Of(letter);
        return sum * size / 1000;
    }

    /// <summary>Breaks a text into lines that fit: between words, and inside one only when it is wider than a line.</summary>
    public static IReadOnlyList<string> Wrapped(string text, double size, double width)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Of(longer, size) <= width)
            {
                line = longer;
                continue;
            }
            if (line.Length > 0) lines.Add(line);
            line = word;
            while (Of(line, size) > width && Fitting(line, size, width) is var letters && letters < line.Length)
            {
                lines.Add(line[..letters]);
                line = line[letters..];
            }
        }
        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The same number of lines, as equal in length as words allow: a block in the middle of a box looks best so.</summary>
    public static IReadOnlyList<string> Balanced(string text, double size, double width)
    {
        var lines = Wrapped(text, size, width);
        if (lines.Count is < 2 or > 6) return lines;
        for (var narrower = width - 5; narrower > width / 2; narrower -= 5)
        {
            var other = Wrapped(text, size, narrower);
            if (other.Count > lines.Count || other.Any(line => !line.Contains(' ') && Of(line, size) > narrower - 1)) break;
            lines = other;
        }
        return lines;
    }

    /// <summary>How many letters from the start fit; at least one, and never half of a pair.</summary>
    private static int Fitting(string text, double size, double width)
    {
        var (letters, sum) = (0, 0.0);
        while (letters < text.Length && (sum += Of(text[letters]) * size / 1000) <= width) letters++;
        letters = Math.Max(letters, 1);
        return letters < text.Length && char.IsLowSurrogate(text[letters]) && char.IsHighSurrogate(text[letters - 1]) ? letters + 1 : letters;
    }

    private static int Of(char letter) => letter switch
    {
        >= ' ' and <= '~' => Ascii[letter - ' '],
        >= '\u0300' and <= '\u036F' or '\u200B' => 0, // marks that stand on the letter before
        '\u00A0' => Ascii[0],
        'đ' => 677,
        'Đ' => 786,
        'ư' => 640,
        'Ư' => 858,
        'ơ' => 660,
        'Ơ' => 828,
        '–' or '‘' or '’' or '·' or '•' => 696,
        '²' or '³' => 450,
        _ => Latin.GetValueOrDefault(letter, (short)Unknown),
    };

    private static Dictionary<char, short> Accented()
    {
        var widths = new Dictionary<char, short>();
        foreach (var (from, to) in new[] { ('\u00C0', '\u024F'), ('\u1E00', '\u1EFF') })
            for (var letter = from; letter <= to; letter++)
                if (letter.ToString().Normalize(System.Text.NormalizationForm.FormD) is [>= ' ' and <= '~' and var plain, ..])
                    widths[letter] = (short)(Ascii[plain - ' '] + (letter.ToString().Normalize(System.Text.NormalizationForm.FormD).Contains('\u031B') ? 60 : 0)); // a horn stands out
        return widths;
    }
}
