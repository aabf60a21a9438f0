using System.Text;
using Xunit;

namespace ClvPipeline.Tests.Serve;

public class TelemetryTests
{
    [Fact]
    public void A_collector_gets_a_span_of_every_stage_and_what_runs_came_to()
    {
        using var collector = new Listener();
        using (var serve = new ServeShell())
        {
            serve.Shell.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
            serve.Shell.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            var run = (string)serve.Start().Ended("""{ "as_of": "2026-06-30" }""")["run_id"]!;
            ServeShell.Until(() => serve.Log.Contains("run.ended", StringComparison.Ordinal), () => serve.Log);
            serve.Stop(); // what was not sent yet goes out
            var traces = Sent("/v1/traces");
            foreach (var word in new[] { run, "clv.run_id", "write results", "finished" }) Assert.Contains(word, traces, StringComparison.Ordinal);
        }

        var metrics = Sent("/v1/metrics");
        foreach (var word in new[] { "clv.rows", "rejected", "clv.run.duration", "clv.stage.duration", "clv.unattributed_share", "clv.result.age" }) Assert.Contains(word, metrics, StringComparison.Ordinal);

        // Texts stand in protobuf as they are.
        string Sent(string path) => string.Concat(collector.Heard.Where(each => each.Path == path).Select(each => Encoding.UTF8.GetString(each.Body)));
    }
}
