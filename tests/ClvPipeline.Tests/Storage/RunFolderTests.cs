using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class RunFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Out => Path.Combine(_temp.Path, "out");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Nothing_is_shown_before_it_is_complete()
    {
        using var run = RunFolder.Begin(Out, "r1");
        run.Write(Tables.Fill(10));
        run.WriteJson("run.json", new { RunId = "r1", Status = "succeeded" });
        Assert.Empty(RunRegister.List(Out));
        run.Complete();
        Assert.Equal(["every_kind.parquet", "run.json"], Files(Path.Combine(Out, "runs", "r1")));
        Assert.Equal(["r1"], Folders());
        Assert.Equal(run.FinalPath, run.CurrentPath);
    }

    [Fact]
    public void A_run_that_is_not_completed_leaves_nothing()
    {
        using (var run = RunFolder.Begin(Out, "r1")) run.Write(Tables.Fill(10));
        Assert.Empty(Folders());
    }

    [Fact]
    public void A_second_delivery_of_a_live_run_is_told_so()
    {
        using var first = RunFolder.Begin(Out, "r1");
        first.Write(Tables.Fill(10));
        var second = Assert.Throws<RunTakenException>(() => RunFolder.Begin(Out, "r1"));
        Assert.Equal((RunState.Active, "run r1 is active"), (second.State, second.Message));
        first.WriteJson("run.json", new { Status = "succeeded" });
        first.Complete();
        Assert.Equal(["every_kind.parquet", "run.json"], Files(first.FinalPath));
    }

    [Fact]
    public void Two_runs_stand_side_by_side()
    {
        using var one = RunFolder.Begin(Out, "r1");
        using var other = RunFolder.Begin(Out, "r2");
        Assert.Equal([".r1.partial", ".r2.partial"], Folders());
    }

    [Fact]
    public async Task Of_many_deliveries_at_once_one_runs()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            try { return RunFolder.Begin(Out, "r1"); }
            catch (RunTakenException) { return null; }
        })));
        using var only = Assert.Single(begun, run => run is not null);
    }

    [Fact]
    public void What_a_killed_run_left_is_swept_up_and_the_run_begins_anew()
    {
        File.WriteAllText(_temp["out/runs/.r1.partial/.lock"], "");
        File.WriteAllText(_temp["out/runs/.r1.partial/half.parquet"], "PAR1");
        File.WriteAllText(_temp["out/runs/.r0.partial/half.parquet"], "PAR1");
        using var run = RunFolder.Begin(Out, "r1");
        Assert.Equal([".r1.partial"], Folders());
        Assert.Equal([".lock"], Files(run.CurrentPath));
    }

    [Fact]
    public void The_sweep_leaves_live_runs_alone()
    {
        using var live = RunFolder.Begin(Out, "r1");
        live.Write(Tables.Fill(10));
        using var other = RunFolder.Begin(Out, "r2");
        Assert.Contains("every_kind.parquet", Files(live.CurrentPath));
    }

    [Theory]
    [InlineData("succeeded"), InlineData("published"), InlineData("of a later version")]
    public void A_run_that_succeeded_is_not_run_again(string status)
    {
        Finish("r1", status);
        var taken = Assert.Throws<RunTakenException>(() => RunFolder.Begin(Out, "r1"));
        Assert.Equal((RunState.Finished, "run r1 already exists"), (taken.State, taken.Message));
        Assert.Equal(["r1"], Folders());
    }

    [Theory]
    [InlineData("failed"), InlineData("refused"), InlineData("cancelled")]
    public void A_run_that_failed_is_replaced_when_its_next_attempt_is_complete(string status)
    {
        Finish("r1", status);
        File.WriteAllText(_temp["out/runs/r1/old.txt"], "");
        using (var gaveUp = RunFolder.Begin(Out, "r1")) Assert.Equal(["old.txt", "run.json"], Files(gaveUp.FinalPath));
        Assert.Equal(["old.txt", "run.json"], Files(_temp["out/runs/r1/"]));
        Finish("r1", "succeeded");
        Assert.Equal(["run.json"], Files(_temp["out/runs/r1/"]));
        Assert.Equal(["r1"], Folders());
    }

    [Fact]
    public void A_folder_that_is_not_of_a_run_is_not_overwritten()
    {
        File.WriteAllText(_temp["out/runs/r1/holiday.jpg"], "");
        Assert.StartsWith($"run r1: there is a folder {Path.Combine(Out, "runs", "r1")} already, and not of a run: ", Assert.Throws<BadInputException>(() => RunFolder.Begin(Out, "r1")).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["out/runs/r1/holiday.jpg"]));
    }

    [Theory]
    [InlineData("../x"), InlineData("a/b"), InlineData(""), InlineData("."), InlineData(".."), InlineData(".hidden"), InlineData("a\n"), InlineData("a b"), InlineData("é"), InlineData("-rf")]
    public void A_run_id_is_a_plain_name(string id) =>
        Assert.Equal($"run id '{id}': expected a letter or digit, then at most 99 letters, digits, '.', '_' or '-'", Assert.Throws<BadInputException>(() => RunFolder.Begin(Out, id)).Message);

    [Fact]
    public void A_run_id_has_at_most_a_hundred_characters()
    {
        Assert.True(RunIds.IsValid(new string('a', 100)));
        Assert.False(RunIds.IsValid(new string('a', 101)));
    }

    [Fact]
    public void A_file_name_does_not_lead_out_of_the_folder()
    {
        using var run = RunFolder.Begin(Out, "r1");
        Assert.Throws<ArgumentException>(() => run.WriteJson("../run.json", 1));
    }

    [Fact]
    public void An_output_below_a_file_is_refused()
    {
        File.WriteAllText(_temp["file"], "");
        Assert.Equal($"output.folder: {_temp["file"]}/out/runs cannot be a folder, {_temp["file"]} is a file", Assert.Throws<BadInputException>(() => RunFolder.Begin(Path.Combine(_temp.Path, "file", "out"), "r1")).Message);
    }

    [Fact]
    public void An_output_that_may_not_be_written_is_refused()
    {
        var locked = Directory.CreateDirectory(Out).FullName;
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.StartsWith($"output.folder: {locked}/runs cannot be written: ", Assert.Throws<BadInputException>(() => RunFolder.Begin(Out, "r1")).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    [Fact]
    public void An_output_that_vanished_does_not_hide_why_the_run_failed()
    {
        Assert.Throws<InvalidOperationException>(Fail);
        void Fail()
        {
            using var run = RunFolder.Begin(Out, "r1");
            Directory.Delete(Out, recursive: true);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_full_disk_is_one_sentence_and_nothing_half()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var run = RunFolder.Begin(Out, "r1");
        File.CreateSymbolicLink(Path.Combine(run.CurrentPath, "every_kind.parquet"), "/dev/full");
        var full = Assert.Throws<IOException>(() => run.Write(Tables.Fill(10)));
        Assert.StartsWith($"output.folder: {Path.Combine(run.CurrentPath, "every_kind.parquet")} cannot be written: No space left on device", full.Message, StringComparison.Ordinal);
        Assert.Equal([".lock"], Files(run.CurrentPath));
    }

    [Fact]
    public void A_finished_folder_takes_no_more()
    {
        using var run = RunFolder.Begin(Out, "r1");
        run.Complete();
        Assert.Throws<ObjectDisposedException>(() => run.WriteJson("run.json", 1));
        Assert.Throws<ObjectDisposedException>(run.Complete);
    }

    [Fact]
    public void Json_is_indented_and_in_snake_case()
    {
        using var run = RunFolder.Begin(Out, "r1");
        run.WriteJson("run.json", new { RunId = "r1", AsOf = new DateOnly(2026, 11, 1), Note = "é <b>", TotalClv = (Int128)5 });
        Assert.Equal("{\n  \"run_id\": \"r1\",\n  \"as_of\": \"2026-11-01\",\n  \"note\": \"é <b>\",\n  \"total_clv\": 5\n}", File.ReadAllText(Path.Combine(run.CurrentPath, "run.json")).ReplaceLineEndings("\n"));
    }

    private void Finish(string id, string status)
    {
        using var run = RunFolder.Begin(Out, id);
        run.WriteJson("run.json", new { RunId = id, Status = status });
        run.Complete();
    }

    private string[] Folders() => [.. Directory.EnumerateDirectories(Path.Combine(Out, "runs")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
