using System.Text.RegularExpressions;
using ClvPipeline.Tests.Serve;
using Xunit;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>Hangfire's dashboard as a browser uses it, over HTTP.</summary>
internal sealed partial class Dashboard(ServeShell serve)
{
    /// <summary>What a page shows.</summary>
    public string Page(string path) => serve.Page($"/hangfire{path}");

    /// <summary>The ids of the jobs of a list whose names contain a text, the latest first.</summary>
    public IReadOnlyList<string> Jobs(string list, string named = "as of") =>
        [.. Link().Matches(Page($"/jobs/{list}")).Select(link => link.Groups[1].Value).Distinct().Where(id => Page($"/jobs/details/{id}").Contains($"{named}", StringComparison.Ordinal))];

    /// <summary>Presses a button of a list for a job; the answer's status.</summary>
    public int Press(string list, string button, string job, bool token = true) => Post($"/jobs/{list}/{button}", token, new() { ["jobs[]"] = job }).Status;

    /// <summary>Sends a form.</summary>
    public (int Status, string Location, string Body) Post(string path, bool token, Dictionary<string, string> fields, string? origin = null)
    {
        using var page = serve.Http.Send(new HttpRequestMessage(HttpMethod.Get, "/hangfire/clv"));
        using var read = new StreamReader(page.Content.ReadAsStream());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hangfire{path}") { Content = new FormUrlEncodedContent(fields) };
        if (token)
        {
            request.Headers.Add("RequestVerificationToken", Token().Match(read.ReadToEnd()).Groups[1].Value);
            request.Headers.Add("Cookie", string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        }

        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = serve.Http.Send(request);
        using var body = new StreamReader(answer.Content.ReadAsStream());
        return ((int)answer.StatusCode, answer.Headers.Location?.ToString() ?? "", body.ReadToEnd());
    }

    /// <summary>Waits until a list has a job that another list does not.</summary>
    public string Job(string list, params string[] but)
    {
        string? found = null;
        ServeShell.Until(() => (found = Jobs(list).FirstOrDefault(job => !but.Contains(job))) is not null, () => $"no job in {list}: {serve.Log}");
        Assert.NotNull(found);
        return found;
    }

    [GeneratedRegex("/hangfire/jobs/details/([^\"?]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex Token();
}
