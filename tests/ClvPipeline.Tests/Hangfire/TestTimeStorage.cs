using global::Hangfire;
using global::Hangfire.Storage;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>A storage without a clock of its own, so that the test's counts.</summary>
internal sealed class TestTimeStorage(JobStorage inner) : JobStorage
{
    public override IMonitoringApi GetMonitoringApi() => inner.GetMonitoringApi();

    public override IStorageConnection GetConnection() => inner.GetConnection();

    public override bool HasFeature(string featureId) => featureId != JobStorageFeatures.Connection.GetUtcDateTime && inner.HasFeature(featureId);
}
