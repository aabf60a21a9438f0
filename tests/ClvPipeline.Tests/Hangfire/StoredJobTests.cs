using ClvPipeline.Hangfire;
using global::Hangfire.Common;
using global::Hangfire.Server;
using global::Hangfire.Storage;
using Xunit;

namespace ClvPipeline.Tests.Hangfire;

/// <summary>What a database holds outlives versions of the program: written down here as it lies there, by an older and by a newer one.</summary>
public class StoredJobTests
{
    private const string CoreLibrary = "System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e";

    [Theory]
    [InlineData("0.0.1.0")]
    [InlineData("99.0.0.0")]
    public void A_job_that_another_version_has_stored_is_still_that_job(string version)
    {
        var type = $"ClvPipeline.Hangfire.RunJob, ClvPipeline.Hangfire, Version={version}, Culture=neutral, PublicKeyToken=null";
        var text = $"\"System.String, {CoreLibrary}\"";
        var run = new InvocationData(type, "ExecuteAsync", $"[{text},{text},{text},\"Hangfire.Server.PerformContext, Hangfire.Core, Version=1.8.20.0, Culture=neutral, PublicKeyToken=null\",\"System.Threading.CancellationToken, {CoreLibrary}\"]",
            """["\"2026-06-30-20260701T003000Z-af80\"","\"nightly\"","\"2026-06-30\"",null,null]""", "clv").DeserializeJob();
        Assert.Equal((typeof(RunJob), nameof(RunJob.ExecuteAsync), RunJob.QueueName), (run.Type, run.Method.Name, run.Queue));
        Assert.Equal(["2026-06-30-20260701T003000Z-af80", "nightly", "2026-06-30"], run.Args.Take(3));
        var clock = new InvocationData(type, "FireAsync", $"[{text},\"System.Threading.CancellationToken, {CoreLibrary}\"]", """["\"nightly\"",null]""", "clv_clock").DeserializeJob();
        Assert.Equal((nameof(RunJob.FireAsync), "nightly", RunJob.ClockQueueName), (clock.Method.Name, (string)clock.Args[0], clock.Queue));
    }

    [Fact]
    public void What_is_stored_is_names_and_texts_that_other_versions_read()
    {
        var stored = InvocationData.SerializeJob(Job.FromExpression<RunJob>(job => job.ExecuteAsync("night", "nightly", "2026-06-30", null, CancellationToken.None), RunJob.QueueName));
        Assert.StartsWith("ClvPipeline.Hangfire.RunJob, ClvPipeline.Hangfire,", stored.Type, StringComparison.Ordinal);
        Assert.Equal(("ExecuteAsync", "clv", """["\"night\"","\"nightly\"","\"2026-06-30\"",null,null]"""), (stored.Method, stored.Queue, stored.Arguments));
        Assert.Equal([typeof(string), typeof(string), typeof(string), typeof(PerformContext), typeof(CancellationToken)], stored.DeserializeJob().Method.GetParameters().Select(parameter => parameter.ParameterType));
    }
}
