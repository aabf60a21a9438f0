using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>A <c>clv serve</c> in this process, on a small shop whose results go to a folder, at a port of its own.</summary>
internal sealed class ServeShell : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _log = new() { NewLine = "\n" };
    private readonly bool _mine;
    private Task? _serving;

    public ServeShell(Action<JsonObject>? change = null, string? template = null, ServeShell? beside = null)
    {
        (_mine, Shell) = (beside is null, beside?.Shell ?? new TestShell());
        if (beside is not null) return;
        if (template is not null) CopyFolder(template, Path.Combine(Shell.Folder, "shop"));
        else Assert.Equal(ExitCode.Ok, Shell.Clv("generate", "--customers", "60", "--out", "shop", "--threads", "1"));
        var file = Path.Combine(Shell.Folder, "shop", "clv.json");
        var settings = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        if (template is null) settings["clv"]!["model"] = "none";
        // Alike on every build; what Hangfire makes of it is tested apart.
        settings["scheduler"] = "quartz";
        change?.Invoke(settings);
        File.WriteAllText(file, settings.ToJsonString());
    }

    public TestShell Shell { get; }

    public HttpClient Http { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public LoadedSettings Settings => ClvSettingsFile.Load("shop/clv.json", Shell.Variables, [], Shell.Folder);

    public string OutFolder => Path.Combine(Shell.Folder, "out");

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    public ServeShell Start()
    {
        using var begun = new ManualResetEventSlim();
        var host = new CliHost(TextWriter.Null, TextWriter.Synchronized(_log), TimeProvider.System, Shell.Variables, Shell.Folder, _stop.Token);
        var serving = new Serving(Settings, host, new LineLog(new Locked(_log), TimeProvider.System, json: true))
        {
            AlertRound = TimeSpan.FromSeconds(0.2),
            Listening = addresses =>
            {
                Url = addresses[0];
                begun.Set();
            },
        };
        _serving = Task.Run(() => serving.RunAsync(["http://127.0.0.1:0"]));
        if (!begun.Wait(TimeSpan.FromMinutes(1))) throw new TimeoutException($"clv serve did not begin: {_serving.Exception?.Message}{Log}");
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromMinutes(1) };
        return this;
    }

    public (int Status, JsonObject Body) Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public (int Status, JsonObject Body) Post(string path, string? json = null) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) });

    public (int Status, JsonObject Body) Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = Http.Send(request))
        using (var reader = new StreamReader(response.Content.ReadAsStream()))
            return ((int)response.StatusCode, JsonNode.Parse(reader.ReadToEnd())!.AsObject());
    }

    public string Page(string path)
    {
        using var response = Http.Send(new HttpRequestMessage(HttpMethod.Get, path));
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    /// <summary>Asks for a run and waits for its end.</summary>
    public JsonObject Ended(string json)
    {
        var (status, asked) = Post("/api/runs", json);
        Assert.True(status is 200 or 202, asked.ToJsonString());
        return Until((string)asked["run_id"]!, run => (string)run["status"]! is not ("queued" or "running"));
    }

    public JsonObject Until(string runId, Func<JsonObject, bool> so)
    {
        for (var tries = 0; tries < 600; tries++, Thread.Sleep(100))
            if (Get($"/api/runs/{runId}").Body is var run && so(run)) return run;
        throw new TimeoutException($"run {runId} did not come so far in a minute: {Log}");
    }

    public static void Until(Func<bool> so, Func<string> what)
    {
        for (var tries = 0; !so(); tries++, Thread.Sleep(100))
            if (tries == 600) throw new TimeoutException($"not so after a minute: {what()}");
    }

    public void Stop()
    {
        _stop.Cancel();
        if (_serving is not null && !_serving.Wait(TimeSpan.FromSeconds(30))) throw new TimeoutException($"clv serve did not stop: {Log}");
    }

    public void Dispose()
    {
        Stop();
        Http?.Dispose();
        if (_mine) Shell.Dispose();
        _stop.Dispose();
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private sealed class Locked(StringWriter to) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            lock (to) to.WriteLine(value);
        }
    }
}
