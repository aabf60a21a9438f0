using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Keeps everybody out but pages of ours and programs of this machine. A name that leads here from elsewhere (DNS rebinding) is no host of ours, a request to change something
/// that another site's page makes says so in its headers, and a form needs what only a page of ours was given.
/// </summary>
internal sealed class Guard
{
    private const string Cookie = "clv-form", Field = "form-token";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Why a request is refused; null where it is not.</summary>
    public static (int Status, string Because)? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is { } from && !System.Net.IPAddress.IsLoopback(from)) return (403, "this page is for its own machine alone");
        if (!Loopback.IsLocal(request.Host.Host)) return (400, "this page is not served under that name; open it at the address that clv serve has printed");
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        if (request.Headers.Origin is [{ } origin, ..] && !origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)) return (403, "a page of another origin has asked for this");
        return request.Headers["Sec-Fetch-Site"] is [{ } site, ..] && site is not ("same-origin" or "none") ? (403, "a page of another site has asked for this") : null;
    }

    /// <summary>What goes into the forms of a page for this browser.</summary>
    public FormToken Token(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: 32 } browser)
        {
            browser = RandomNumberGenerator.GetHexString(32);
            context.Response.Cookies.Append(Cookie, browser, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        }

        return new FormToken(Field, Sign(browser));
    }

    /// <summary>Whether a form is one of ours, and this browser's.</summary>
    public bool IsOurs(HttpContext context, IFormCollection form) =>
        context.Request.Cookies[Cookie] is { Length: 32 } browser && form[Field] is [{ } token] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Sign(browser)));

    private string Sign(string browser) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(browser)));
}
