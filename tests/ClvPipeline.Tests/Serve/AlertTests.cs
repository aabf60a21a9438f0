using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Serve;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>People are told of what goes wrong: each thing once, signed, and never at the cost of a run.</summary>
public class AlertTests
{
    private const string Key = "s3cret-k3y";

    [Fact]
    public void A_listener_hears_of_each_trouble_once_with_a_valid_signature_and_holds_up_no_run()
    {
        using var listener = new Listener(silent: true);
        using var serve = new ServeShell(settings =>
        {
            // Half a day away from now: exactly two nights lie in the last two days.
            settings["schedule"] = JsonNode.Parse(FormattableString.Invariant($$"""[ { "name": "nightly", "cron": "0 {{(TimeProvider.System.GetUtcNow().Hour + 12) % 24}} * * *", "timeZone": "UTC", "catchUp": "none" } ]"""));
            settings["alerts"] = JsonNode.Parse("""{ "webhook": "Ops", "lateAfterMinutes": 1, "channelMove": 0.05 }""");
        });
        serve.Shell.Variables["CLV__CONNECTIONS__OPS"] = $"Url={listener.Url}/hook?token=t0ken;Key={Key}";
        // The schedule has been there for two days, and nobody was: a night of it is late.
        var now = TimeProvider.System.GetUtcNow();
        serve.Shell.Write("out/serve/schedules.json", new JsonArray(new JsonObject { ["name"] = "nightly", ["first_seen_at"] = now.AddDays(-2), ["paused_at"] = null, ["paused_by"] = null, ["resumed_at"] = null }).ToJsonString());
        serve.Start();
        ServeShell.Until(() => listener.Count > 0, () => serve.Log); // it was told of the late night, and does not answer

        var own = serve.Settings.Serve.Schedules[0].Settings;
        Assert.Equal("succeeded", Run(serve, own, new DateOnly(2026, 3, 31), now.AddHours(-9)));
        Assert.Empty(listener.Heard); // that run did not wait for it
        listener.Speak();
        Assert.Equal("succeeded", Run(serve, own, new DateOnly(2026, 6, 30), now.AddHours(-8)));
        Hears("moved");
        Hears("recovered");
        Assert.Equal("failed", Run(serve, own.With(own.ParametersJson, ["sources.orders.parquet=gone.parquet"]), new DateOnly(2026, 7, 1), now.AddHours(-7)));
        Hears("failed");
        Assert.Equal("failed", Run(serve, own.With(own.ParametersJson, ["currency=USD"]), new DateOnly(2026, 7, 2), now.AddHours(-6)));
        Hears("blocked");
        Assert.Equal("succeeded", Run(serve, own, new DateOnly(2026, 7, 3), now.AddHours(-5)));
        Hears("recovered", 2);

        // Another process on the same register, and some more rounds of both, have nothing new to say.
        var heard = listener.Count;
        using (var other = new ServeShell(beside: serve).Start()) Thread.Sleep(1_200);
        Assert.Equal(heard, listener.Count);

        var told = listener.Heard.Select(each => JsonNode.Parse(each.Body)!.AsObject()).ToList();
        Assert.Equal(["blocked", "failed", "late", "late", "moved", "recovered", "recovered"], told.Select(alert => (string)alert["kind"]!).Order(StringComparer.Ordinal));
        Assert.Equal(told.Count, told.Select(alert => alert.ToJsonString()).Distinct().Count());
        Assert.All(listener.Heard, IsSigned);
        Assert.Contains("was blocked; readers still see the run before it. Refused by check", (string)told.Single(alert => (string)alert["kind"]! == "blocked")["message"]!, StringComparison.Ordinal);
        Assert.NotEmpty(told.Single(alert => (string)alert["kind"]! == "moved")["channels"]!.AsArray());
        // Where alerts go is as secret as the key that signs them.
        foreach (var said in new[] { serve.Log, serve.Page("/"), serve.Get("/api/alerts").Body.ToJsonString() }.Concat(Directory.EnumerateFiles(serve.OutFolder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText)))
        {
            Assert.DoesNotContain(Key, said, StringComparison.Ordinal);
            Assert.DoesNotContain("t0ken", said, StringComparison.Ordinal);
        }

        void Hears(string kind, int times = 1) =>
            ServeShell.Until(() => listener.Heard.Count(each => Encoding.UTF8.GetString(each.Body).Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal)) >= times, () => $"{kind}: {serve.Log}");
    }

    [Fact]
    public async Task A_listener_that_is_away_or_broken_is_tried_again_and_given_up_in_the_end()
    {
        using var listener = new Listener(number => number <= 2 ? 500 : 200);
        using var shell = new TestShell();
        var clock = new MovableClock(new DateTimeOffset(2026, 7, 1, 1, 30, 0, TimeSpan.Zero));
        var register = new FolderWatch(Path.Combine(shell.Folder, "out"), clock);
        register.Raise(new Alert("failed:x", "failed", "nightly", "x", "{\"kind\":\"failed\"}"));
        using (var sender = new AlertSender(register, new Webhook(new Uri(listener.Url), null), clock))
        {
            for (var tries = 0; tries < 3; tries++, clock.Now += TimeSpan.FromHours(1)) await sender.SendAsync(CancellationToken.None);
            Assert.Equal((3, null), (register.Alerts(1)[0].Attempts, register.Alerts(1)[0].Error));
            Assert.False(Assert.Single(listener.Heard).Headers.ContainsKey("Clv-Signature")); // there is no key to sign with
        }

        register.Raise(new Alert("failed:y", "failed", "nightly", "y", "{}"));
        using (var sender = new AlertSender(register, new Webhook(new Uri("http://127.0.0.1:9"), Key), clock))
            for (var tries = 0; tries < 12; tries++, clock.Now += TimeSpan.FromDays(1)) await sender.SendAsync(CancellationToken.None);
        var given = register.Alerts(1)[0];
        Assert.Equal((9, true, "the listener could not be reached (ConnectionError)"), (given.Attempts, given.GivenUpAt is not null, given.Error));
    }

    [Theory]
    [InlineData("Url=https://hooks.example.org/x;Key=k", null)]
    [InlineData("Url=https://hooks.example.org/x", null)]
    [InlineData("Key=k", "has no Url of http or https")]
    [InlineData("Url=ftp://example.org;Key=k", "has no Url of http or https")]
    [InlineData("Url=https://example.org;Password=hunter2", "has more than Url and Key")]
    [InlineData("https://hooks.example.org/hunter2", "is not one of a webhook")]
    [InlineData(null, "there is no connection 'Ops'; set the environment variable CLV__CONNECTIONS__OPS")]
    public void A_webhook_is_a_connection_and_what_is_wrong_with_it_is_said_without_it(string? connection, string? problem)
    {
        Dictionary<string, string> environment = connection is null ? [] : new() { ["CLV__CONNECTIONS__OPS"] = connection };
        var connections = ConnectionStrings.Load(environment, "", []);
        if (problem is null)
        {
            Assert.Equal("hooks.example.org", Webhook.Of(new AlertSettings("Ops"), connections).Url.Host);
            return;
        }

        var said = Assert.Single(Assert.Throws<UsageException>(() => Webhook.Of(new AlertSettings("Ops"), connections)).Problems);
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    private static string Run(ServeShell serve, LoadedSettings settings, DateOnly asOf, DateTimeOffset scheduledFor)
    {
        var asked = new FolderQueue(serve.OutFolder, TimeProvider.System).Ask(Wishes.Of(settings with { Pipeline = "nightly", ChangedBySet = false }, asOf, "schedule", null) with { ScheduledFor = scheduledFor }, () => $"run-{Publishing.Date(asOf)}");
        return (string)serve.Until(asked.RunId, run => (string)run["status"]! is not ("queued" or "running"))["status"]!;
    }

    // The way in which a listener checks it, by the words of the README.
    private static void IsSigned(Heard heard)
    {
        var parts = heard.Headers["Clv-Signature"].Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(Key));
        hmac.AppendData(Encoding.ASCII.GetBytes(parts["t"] + "."));
        hmac.AppendData(heard.Body);
        Assert.Equal(Convert.ToHexString(hmac.GetHashAndReset()), parts["v1"].ToUpperInvariant());
        Assert.InRange(TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["t"], CultureInfo.InvariantCulture)), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
    }
}
