using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>What <c>clv serve</c> answers over HTTP where its register is a database: the same as where it is a folder.</summary>
public sealed partial class ServePostgresTests(ServePostgresTests.BothServes both) : IClassFixture<ServePostgresTests.BothServes>
{
    // Whose they are, when they were made and where: everything else of a run is the same.
    private static readonly string[] OfTheirOwn = ["requested_at", "started_at", "finished_at", "published_at", "host", "stages", "inputs"];

    [PostgresFact]
    public void A_night_and_its_rerun_are_answered_alike_by_a_database_and_a_folder()
    {
        string[] answers = [.. new[] { both.Postgres, both.Folder }.Select(serve =>
        {
            List<string> said = [];
            var night = Shown(serve, serve.Ended("""{ "as_of": "2026-06-29", "requested_by": "Ann" }"""));
            var other = (string)serve.Ended($$"""{ "of": "{{night}}", "set": { "attribution.models.time_decay.halfLifeDays": 14 }, "note": "slower <decay>?", "requested_by": "Ann" }""")["run_id"]!;
            foreach (var runId in new[] { night, other }) said.AddRange([Plain(serve.Get($"/api/runs/{runId}").Body), serve.Get($"/api/runs/{runId}/channels").Body.ToJsonString(), Results(serve.Page($"/runs/{runId}"))]);
            said.Add(string.Join('\n', serve.Get("/api/runs?as_of=2026-06-29&status=succeeded").Body["runs"]!.AsArray().Select(run => Plain(run!.AsObject()))));

            // The pointer: shown by hand, taken back, and told of alike.
            said.AddRange([Pointer(serve, $"/api/runs/{other}/publish"), Plain(serve.Get($"/api/runs/{other}").Body), Pointer(serve, "/api/rollback"), Plain(serve.Get($"/api/runs/{night}").Body)]);
            said.Add(Regex.Match(serve.Page("/"), "<p class=\"note\">What readers see was rolled back[^<]*").Value);
            return string.Join('\n', said).Replace(night, "NIGHT", StringComparison.Ordinal).Replace(other, "OTHER", StringComparison.Ordinal);
        })];
        Assert.Equal(answers[1], answers[0]);
        Assert.Contains("\"halfLifeDays\":14", answers[0], StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\" class=\"n\">what readers see</th><th scope=\"col\" class=\"n\">Change</th>", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"pinned_through\":\"2026-06-29\"", answers[0], StringComparison.Ordinal);
    }

    [PostgresFact]
    public void What_waits_is_one_run_however_often_it_is_asked_for_and_cancelled_leaves_nothing()
    {
        string[] answers = [.. new[] { both.IdlePostgres, both.IdleFolder }.Select(serve =>
        {
            var asked = Enumerable.Range(0, 5).Select(_ => serve.Post("/api/runs", """{ "as_of": "2026-06-30", "requested_by": "Ann" }""")).ToList();
            var runId = Assert.Single(asked.Select(each => (string)each.Body["run_id"]!).Distinct());
            List<string> said = [.. asked.Select(each => $"{each.Status} {each.Body.ToJsonString()}"), Plain(serve.Get($"/api/runs/{runId}").Body)];
            foreach (var path in new[] { $"/api/runs/{runId}/publish", "/api/rollback", $"/api/runs/{runId}/cancel", $"/api/runs/{runId}/cancel", "/api/runs/nobody/publish", "/api/runs/nobody/cancel" })
            {
                var (status, body) = serve.Post(path);
                said.Add($"{path}: {status} {(status >= 400 ? "" : body.ToJsonString())}");
            }

            foreach (var path in new[] { $"/api/runs/{runId}/channels", "/api/runs/nobody", "/api/runs?status=queued,running" }) said.Add($"{path}: {serve.Get(path).Status}");
            said.Add(Plain(serve.Get($"/api/runs/{runId}").Body));
            return string.Join('\n', said).Replace(runId, "RUN", StringComparison.Ordinal);
        })];
        Assert.Equal(answers[1], answers[0]);
        Assert.Contains("\"status\":\"cancelled\"", answers[0], StringComparison.Ordinal);
        Assert.Equal(0L, both.IdleDatabase.Scalar("select count(*) from clv.run where has_results"));
    }

    private static string Shown(ServeShell serve, JsonObject run)
    {
        serve.Until((string)run["run_id"]!, now => (bool)now["is_current"]!);
        return (string)run["run_id"]!;
    }

    private static string Pointer(ServeShell serve, string path)
    {
        var (status, body) = serve.Post(path);
        foreach (var output in body["outputs"]!.AsArray()) output!.AsObject().Remove("output");
        return $"{status} {body.ToJsonString()}";
    }

    /// <summary>A run by the columns that the table <c>run</c> has in either, and whether readers see it.</summary>
    private static string Plain(JsonObject run) => new JsonObject(RunTable.Spec.Columns.Select(column => column.Name).Append("is_current").Where(name => run[name] is not null && !OfTheirOwn.Contains(name))
        .Select(name => KeyValuePair.Create(name, (JsonNode?)run[name]!.DeepClone()))).ToJsonString();

    private static string Results(string page) => Beside().Match(page) is { Success: true } found ? found.Value : throw new InvalidOperationException($"no results on the page: {page}");

    [GeneratedRegex("<div class=\"figures\">.*</table>", RegexOptions.Singleline)]
    private static partial Regex Beside();

    /// <summary>A process on a database and one on a folder, of the same shop; and one of each that runs nothing.</summary>
    public sealed class BothServes : IDisposable
    {
        // Made when a test asks for them: where there is no server, all are skipped.
        private readonly Lazy<PostgresDatabase> _database = new(() => new PostgresDatabase()), _idleDatabase = new(() => new PostgresDatabase());
        private readonly Lazy<ServeShell> _folder = new(() => new ServeShell().Start()), _idleFolder = new(() => new ServeShell(settings => settings["workers"] = 0).Start()), _postgres, _idlePostgres;

        public BothServes() => (_postgres, _idlePostgres) = (new Lazy<ServeShell>(() => On(Database)), new Lazy<ServeShell>(() => On(IdleDatabase, workers: 0)));

        internal PostgresDatabase Database => _database.Value;

        internal PostgresDatabase IdleDatabase => _idleDatabase.Value;

        internal ServeShell Folder => _folder.Value;

        internal ServeShell Postgres => _postgres.Value;

        internal ServeShell IdleFolder => _idleFolder.Value;

        internal ServeShell IdlePostgres => _idlePostgres.Value;

        public void Dispose()
        {
            foreach (var serve in new[] { _folder, _idleFolder, _postgres, _idlePostgres })
                if (serve.IsValueCreated) serve.Value.Dispose();
            foreach (var database in new[] { _database, _idleDatabase })
                if (database.IsValueCreated) database.Value.Dispose();
        }

        private static ServeShell On(PostgresDatabase database, int workers = 1)
        {
            var serve = new ServeShell(settings => (settings["output"], settings["workers"]) = (new JsonObject { ["postgres"] = "Warehouse" }, workers));
            serve.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = database.ConnectionString;
            Assert.Equal(ExitCode.Ok, serve.Shell.Clv("migrate", "--config", "shop/clv.json"));
            return serve.Start();
        }
    }
}
