using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Hosting;

/// <summary>What can keep the program from starting and is not its own fault (lỗi khởi động): one line each, for whoever can mend it.</summary>
/// <remarks>Everything else speaks for itself, with its stack trace.</remarks>
internal static class StartFaults
{
    /// <summary>The sentence to end with, Vietnamese first; null for a fault that is not of this kind. It names the server and the database, never the password.</summary>
    public static string? SentenceOf(Exception fault, TthcFlowOptions database)
    {
        if (!database.IsReadable())
            return "Không đọc được chuỗi kết nối trong ConnectionStrings__Postgres. Dạng đúng: Host=…;Port=5432;Database=…;Username=…;Password=… "
                + "(The connection string in ConnectionStrings__Postgres cannot be read.)";
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is IOException { InnerException: AddressInUseException })
                return "Không mở được cổng: đã có chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn cổng khác bằng --urls. "
                    + $"({Line(at.Message)} Stop the program that uses it, or choose another port with --urls.)";
            if (WhyNoDatabase(at) is var (vi, en) && database.Postgres is { Length: > 0 })
                return $"Không dùng được cơ sở dữ liệu PostgreSQL {database.Whereabouts()}: {vi}. Hãy xem lại ConnectionStrings__Postgres. "
                    + $"(The PostgreSQL database cannot be used: {en}. Check ConnectionStrings__Postgres.)";
        }
        return null;
    }

    /// <summary>By the server's own code (SQLSTATE); a fault without one never reached the server.</summary>
    private static (string Vi, string En)? WhyNoDatabase(Exception fault) => fault switch
    {
        DbException { SqlState: "28P01" or "28000" } => ("sai tên người dùng hoặc mật khẩu", "wrong user name or password"),
        DbException { SqlState: "3D000" } => ("máy chủ không có cơ sở dữ liệu này", "the server has no such database"),
        DbException { SqlState: "57P03" } => ("máy chủ chưa sẵn sàng nhận kết nối", "the server does not take connections yet"),
        DbException { SqlState: "53300" } => ("máy chủ đã hết chỗ cho kết nối mới", "the server has no connection left"),
        DbException { SqlState: null } or SocketException => ("không kết nối được", Line(fault.Message).TrimEnd('.')),
        _ => null,
    };

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>Whether the program is still starting. What goes wrong until then is told once, by whoever started it, and not by the log as well.</summary>
internal sealed class StartWatch
{
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public void End() => _isOver = true;
}
