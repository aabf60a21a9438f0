using System.Net;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Which addresses a page without sign-in may be at: those that nobody but this machine can reach.</summary>
internal static class Loopback
{
    /// <summary>Where the page is if nobody says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Where it is if that is taken.</summary>
    public const string AnyPort = "http://127.0.0.1:0";

    /// <summary>The addresses of a list of them; null where nobody asks for any.</summary>
    /// <exception cref="UsageException">One is none, or others could reach it.</exception>
    public static IReadOnlyList<string>? Urls(string? urls)
    {
        if (urls is null) return null;
        List<string> problems = [], found = [];
        foreach (var text in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // What Kestrel takes for all addresses is no address to others.
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.AbsolutePath != "/") problems.Add($"--urls: '{text}' is not an address to listen at; expected one such as {DefaultUrl}");
            else if (!IsLocal(url.Host)) problems.Add($"--urls: '{text}' could be reached from other machines, and there is no sign-in; expected a loopback address such as {DefaultUrl} (from elsewhere, use an SSH tunnel)");
            else found.Add($"http://{url.Authority}");
        }

        if (found.Count == 0 && problems.Count == 0) problems.Add($"--urls: blank; expected one such as {DefaultUrl}");
        return problems.Count > 0 ? throw new UsageException(problems) : found;
    }

    /// <summary>Whether a host is this machine by a name or address that no other can have.</summary>
    public static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
