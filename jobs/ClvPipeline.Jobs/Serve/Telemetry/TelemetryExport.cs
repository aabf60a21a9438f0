using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Sends spans and metrics by OTLP where the environment names a collector, by OpenTelemetry's own variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and the rest).</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport(Uri endpoint, bool http)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("clv", serviceVersion: VersionText.Version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RunTelemetry.Name).AddOtlpExporter(options => To(options, endpoint, http, "traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(RunTelemetry.Name, "System.Runtime").AddOtlpExporter(options => To(options, endpoint, http, "metrics")).Build();
    }

    /// <summary>Begins to send; null where there is nobody to send to.</summary>
    /// <exception cref="UsageException">The address is none.</exception>
    public static TelemetryExport? Start(CliHost host)
    {
        if (host.Variable(Endpoint) is not { } endpoint) return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new UsageException($"{Endpoint}: not an address; expected one such as http://127.0.0.1:4317");
        return host.Variable(Protocol) switch
        {
            null or "grpc" => new TelemetryExport(address, http: false),
            "http/protobuf" => new TelemetryExport(address, http: true),
            var other => throw new UsageException($"{Protocol}: '{other}' is not spoken here; expected grpc or http/protobuf"),
        };
    }

    public void Dispose()
    {
        // What was measured until now still goes out, if the collector is there.
        _traces.Shutdown(2_000);
        _metrics.Shutdown(2_000);
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void To(OtlpExporterOptions options, Uri endpoint, bool http, string signal)
    {
        options.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = http ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}") : endpoint;
    }
}
