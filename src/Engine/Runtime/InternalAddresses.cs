using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TthcFlow.Engine.Runtime;

/// <summary>How far posts may reach (phạm vi được gửi tới).</summary>
public enum PostReach
{
    Outside, // chỉ địa chỉ công khai
    ThisMachine, // thêm chính máy này: for the demo
    Internal, // thêm mạng nội bộ
}

/// <summary>Which addresses a subscription may not reach (địa chỉ nội bộ): whoever enters one could else make the program knock at doors that only it can see.</summary>
internal static class InternalAddresses
{
    /// <summary>Whether a post may go there. What belongs to a single link, and the addresses where clouds keep their keys, are never reached.</summary>
    public static bool MayReach(IPAddress address, PostReach reach)
    {
        var plain = Plain(address);
        return IPAddress.IsLoopback(plain) ? reach is not PostReach.Outside
            : !IsNever(plain) && (reach is PostReach.Internal || !IsPrivate(plain));
    }

    /// <summary>An address of the old kind that is written as one of the new: mapped, or behind a translator.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        if (bytes is [0x00, 0x64, 0xff, 0x9b, ..]) return new(bytes.AsSpan(12));
        if (bytes is [0x20, 0x02, ..]) return new(bytes.AsSpan(2, 4));
        return bytes.AsSpan(0, 12).ContainsAnyExcept((byte)0) || address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any) ? address : new(bytes.AsSpan(12));
    }

    private static bool IsNever(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.IsIPv6SiteLocal || address.Equals(IPAddress.IPv6Any) || address.Equals(AwsKeys);
        var number = Number(address);
        return IsWithin(number, 0x00000000, 8) || IsWithin(number, 0xA9FE0000, 16) || number >= 0xE0000000 || number == 0x646464C8; // this network, one link, many at once, 100.100.100.200
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal;
        var number = Number(address);
        return IsWithin(number, 0x0A000000, 8) || IsWithin(number, 0xAC100000, 12) || IsWithin(number, 0xC0A80000, 16) || IsWithin(number, 0x64400000, 10)
            || IsWithin(number, 0xC0000000, 24) || IsWithin(number, 0xC6120000, 15);
    }

    private static readonly IPAddress AwsKeys = IPAddress.Parse("fd00:ec2::254");

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static bool IsWithin(uint number, uint network, int bits) => number >> (32 - bits) == network >> (32 - bits);
}
