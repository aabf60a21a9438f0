using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Signs an alert, so that a listener can tell it from a forged or repeated one: <c>t=1782869400,v1=6e0c…</c>, where v1 is the HMAC-SHA-256, in hex, of the
/// second that it was sent in (Unix time), a point, and the body as it was sent.
/// </summary>
internal static class AlertSignature
{
    /// <summary>The header that holds it.</summary>
    public const string Header = "Clv-Signature";

    /// <summary>The header's value.</summary>
    public static string Of(string key, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        var second = sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(second + "."), .. body];
        return $"t={second},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }
}
