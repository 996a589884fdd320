using System.Text.Json;
using System.Text.Json.Serialization;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>Writes a word that parses and prints itself as a plain JSON string.</summary>
public sealed class TextConverter<T> : JsonConverter<T> where T : class, IParsable<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? Parsed(text) : null;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parsed(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString()!);

    private static T Parsed(string text) =>
        T.TryParse(text, null, out var word) ? word : throw new JsonException($"'{text}' is not a {typeof(T).Name}.");
}
