using ClvPipeline.Jobs.Serve;

namespace ClvPipeline.Jobs;

/// <summary><c>clv serve</c>: the schedule, the workers, the API and the page, until it is stopped.</summary>
internal static class ServeVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var urls = VerbOption.Text("--urls", "urls", $"Where the page and the API are, for this machine alone. Default: {Loopback.DefaultUrl}, or another port where that is taken.");
        var json = VerbOption.Flag("--json", "Writes the log as JSON, an object a line.");
        return new Verb("serve", "Runs what schedules and people ask for, and shows it, until it is stopped. Several may share one database.",
            ["clv serve # with clv.json of this folder; the page is at http://127.0.0.1:5080", "clv serve --config shop/clv.json --urls http://127.0.0.1:8080 # another shop, elsewhere"],
            [source.Config, source.Sets, urls, json],
            // What it is started with is what its pipelines are: a run is changed by what is asked of it, not by that.
            parsed => Run(source.Load(parsed, host) with { ChangedBySet = false }, Loopback.Urls(parsed.GetValue(urls)), parsed.GetValue(json), host));
    }

    private static int Run(LoadedSettings settings, IReadOnlyList<string>? urls, bool json, CliHost host)
    {
        using var log = new LineLog(host.Error, host.Clock, json);
        try
        {
            new Serving(settings, host, log).RunAsync(urls).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (host.Cancellation.IsCancellationRequested)
        {
            // Told to stop before it had begun.
        }

        return ExitCode.Ok;
    }
}
