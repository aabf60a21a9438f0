using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Faults;

/// <summary>A disk that is full at one moment or the other: what is written then is a link to the file of Linux that is always full.</summary>
[Collection(FaultShop.Name)]
public class FullDiskTests(FaultShop shop)
{
    private const string Full = "/dev/full";

    [Fact]
    public void A_table_that_does_not_fit_is_one_sentence_and_leaves_nothing()
    {
        if (!File.Exists(Full)) return;
        var output = shop.NewOutput();
        using var run = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output));
        run.Until(() => File.Exists(Path.Combine(FaultShop.Partial(output), ".lock")));
        File.CreateSymbolicLink(Path.Combine(FaultShop.Partial(output), "customer_value.parquet"), Full);
        Assert.Equal(ExitCode.Failed, run.Wait());
        Assert.Equal($"output.folder: {FaultShop.Partial(output)}/customer_value.parquet cannot be written: No space left on device : '{FaultShop.Partial(output)}/customer_value.parquet'", LastLine(run.Error));
        shop.AssertUntouched(output);
        AssertRunsAgain(output);
    }

    [Fact]
    public void A_pointer_that_does_not_fit_stays_as_it_was_and_the_next_try_moves_it()
    {
        if (!File.Exists(Full)) return;
        var output = shop.NewOutput();
        File.CreateSymbolicLink(Path.Combine(output, "current.json.new"), Full);
        using var run = ClvProcess.Start(shop.Folder, FaultShop.Arguments(output));
        Assert.Equal(ExitCode.Failed, run.Wait());
        Assert.StartsWith($"output.folder: {output}/current.json.new cannot be written: No space left on device", LastLine(run.Error), StringComparison.Ordinal);
        Assert.False(shop.ShowsNight(output));
        AssertRunsAgain(output);
    }

    private void AssertRunsAgain(string output)
    {
        Assert.Equal(ExitCode.Ok, shop.Run(output));
        Assert.True(shop.ShowsNight(output));
        shop.AssertSameResults(output);
    }

    private static string LastLine(string error)
    {
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        return error.TrimEnd('\n').Split('\n')[^1];
    }
}
