using System.Runtime.CompilerServices;
using TthcFlow.Engine.Portal;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>Portals that tests tell.</summary>
internal static class Portals
{
    public const string National = "dvcqg";

    /// <summary>One bus to the national portal, told of everything.</summary>
    public const string Text =
        """
        {
          "connections": [
            {
              "key": "dvcqg", "name": "Cổng Dịch vụ công quốc gia", "protocol": "Bus", "address": "http://127.0.0.1:9/", "destination": "VN:GOV:000.00.00.G22:vpcpdvcprovider",
              "unit": "000.00.35.H35", "account": "laichau", "password": "cong-dvcqg"
            }
          ]
        }
        """;

    public static PortalBook Book { get; } = PortalBook.Parse(Text);

    public static PortalConnection Connection => Book.Connections[0];

    /// <summary>A file of <c>samples/portals</c>.</summary>
    public static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../samples/portals", name);
}
