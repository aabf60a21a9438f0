using System.Reflection;
using Xunit;

namespace ClvPipeline.Tests.Architecture;

/// <summary>The engine is a pure function: no files, no console, no network, no clock, no chance. The rest of the code takes time and chance from outside.</summary>
public class PurityTests
{
    private static readonly string[] Impure =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.Console", "System.Environment", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Random", "System.Threading.Timer",
    ];

    private static readonly string[] Banned =
    [
        "System.DateTime.get_Now(0)", "System.DateTime.get_UtcNow(0)", "System.DateTime.get_Today(0)", "System.DateTimeOffset.get_Now(0)", "System.DateTimeOffset.get_UtcNow(0)",
        "System.TimeZoneInfo.get_Local(0)", "System.Random..ctor(0)", "System.Random.get_Shared(0)", "System.Guid.NewGuid(0)", "System.Environment.get_TickCount(0)", "System.Environment.get_TickCount64(0)",
    ];

    // A line break in a message, and what the compiler writes into every iterator: neither can change a result.
    private static readonly string[] AllowedMembers = ["System.Environment.get_NewLine(0)", "System.Environment.get_CurrentManagedThreadId(0)"];

    private static readonly Assembly Host = typeof(ClvPipeline.Jobs.Cli).Assembly;
    private static readonly Assembly[] Below = [typeof(Pipeline).Assembly, typeof(ClvPipeline.Parquet.ParquetFile).Assembly, typeof(ClvPipeline.Storage.RunFolder).Assembly];

    [Fact]
    public void The_engine_reaches_for_nothing_outside_itself()
    {
        var (types, members) = CompiledUses.Of(typeof(Pipeline).Assembly);
        Assert.DoesNotContain(members.Except(AllowedMembers), member => Impure.Any(type => member.StartsWith(type + ".", StringComparison.Ordinal)));
        Assert.DoesNotContain(types.Intersect(Impure), type => !AllowedMembers.Any(member => member.StartsWith(type + ".", StringComparison.Ordinal)));
        Assert.DoesNotContain(types, type => type.StartsWith("System.Net.", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_host_touches_the_console() => Assert.All(Below, assembly => Assert.DoesNotContain("System.Console", CompiledUses.Of(assembly).Types));

    [Fact]
    public void Nobody_asks_the_machine_for_the_time_or_for_chance() => Assert.All(Below.Append(Host), assembly => Assert.Empty(CompiledUses.Of(assembly).Members.Intersect(Banned)));

    [Fact]
    public void The_reading_of_compiled_files_finds_what_is_there()
    {
        // Were it blind, the tests above would be too.
        var (types, members) = CompiledUses.Of(typeof(ClvPipeline.Storage.RunFolder).Assembly);
        Assert.Contains("System.IO.Directory", types);
        Assert.Contains("System.IO.Directory.Move(2)", members);
    }
}
