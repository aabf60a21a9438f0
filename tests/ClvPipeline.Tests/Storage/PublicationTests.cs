using ClvPipeline.Storage;
using Xunit;

namespace ClvPipeline.Tests.Storage;

public sealed class PublicationTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public PublicationTests()
    {
        foreach (var id in new[] { "r1", "r2", "r3" }) File.WriteAllText(_temp[$"runs/{id}/run.json"], "{}");
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Nothing_is_published_at_first() => Assert.Null(Publication.Current(_temp["none"]));

    [Fact]
    public void What_is_published_is_read_back()
    {
        var shown = Show("r1", 10);
        Assert.True(Publication.Move(_temp.Path, shown));
        Assert.Equal(shown, Publication.Current(_temp.Path));
        Assert.Equal(
            """
            {
              "run_id": "r1",
              "as_of": "2026-11-10",
              "pipeline": "nightly",
              "published_at": "2026-11-11T02:30:00+00:00",
              "orders": 1234
            }
            """, File.ReadAllText(_temp["current.json"]));
        Assert.False(File.Exists(_temp["current.json.new"]));
    }

    [Fact]
    public void An_older_as_of_date_is_not_shown()
    {
        Publication.Move(_temp.Path, Show("r2", 10));
        Assert.False(Publication.Move(_temp.Path, Show("r1", 9)));
        Assert.Equal("r2", Publication.Current(_temp.Path)!.RunId);
    }

    [Fact]
    public void The_same_as_of_date_is_shown_anew()
    {
        Publication.Move(_temp.Path, Show("r1", 10));
        Assert.True(Publication.Move(_temp.Path, Show("r2", 10)));
        Assert.Equal("r2", Publication.Current(_temp.Path)!.RunId);
    }

    [Fact]
    public void An_older_as_of_date_is_shown_by_force()
    {
        Publication.Move(_temp.Path, Show("r2", 10));
        Assert.True(Publication.Move(_temp.Path, Show("r1", 9), force: true));
        Assert.Equal("r1", Publication.Current(_temp.Path)!.RunId);
    }

    [Fact]
    public void A_rollback_holds_until_the_next_as_of_date()
    {
        Publication.Move(_temp.Path, Show("r2", 10));
        Publication.Move(_temp.Path, Show("r1", 9) with { PinnedThrough = new DateOnly(2026, 11, 10) }, force: true);
        Assert.False(Publication.Move(_temp.Path, Show("r2", 10)));
        Assert.True(Publication.Move(_temp.Path, Show("r3", 11)));
        Assert.Null(Publication.Current(_temp.Path)!.PinnedThrough);
    }

    [Fact]
    public void A_run_that_is_not_there_is_not_published() =>
        Assert.Equal($"run r9: no such run in {_temp.Path}, so it cannot be published", Assert.Throws<BadInputException>(() => Publication.Move(_temp.Path, Show("r9", 10))).Message);

    [Fact]
    public void A_path_is_not_published() => Assert.Throws<BadInputException>(() => Publication.Move(_temp.Path, Show("../r1", 10)));

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("{\"run_id\": \"r1\", \"as_"), InlineData("{\"run_id\": \"r1\"}"), InlineData("[]"), InlineData("{\"run_id\": null, \"as_of\": \"2026-11-10\", \"pipeline\": \"p\", \"published_at\": \"2026-11-11T02:30:00+00:00\", \"orders\": 1}")]
    public void A_damaged_pointer_is_told_and_force_mends_it(string content)
    {
        File.WriteAllText(_temp["current.json"], content);
        Assert.StartsWith(_temp["current.json"], Assert.Throws<BadInputException>(() => Publication.Current(_temp.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => Publication.Move(_temp.Path, Show("r1", 10)));
        Assert.True(Publication.Move(_temp.Path, Show("r1", 10), force: true));
        Assert.Equal("r1", Publication.Current(_temp.Path)!.RunId);
    }

    [Fact]
    public async Task Publishing_takes_its_turn_and_the_latest_date_wins()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(day => Task.Run(() => Publication.Move(_temp.Path, Show("r1", day)))));
        Assert.Equal(new DateOnly(2026, 11, 20), Publication.Current(_temp.Path)!.AsOf);
    }

    [Fact]
    public async Task A_reader_sees_one_whole_pointer_or_the_other()
    {
        Publication.Move(_temp.Path, Show("r1", 1));
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) Publication.Move(_temp.Path, Show(i % 2 == 0 ? "r2" : "r3", 2));
        });
        while (!writing.IsCompleted) Assert.NotNull(Publication.Current(_temp.Path));
        await writing;
    }

    private static Publication Show(string id, int day) => new(id, new DateOnly(2026, 11, day), "nightly", new DateTimeOffset(2026, 11, 11, 2, 30, 0, TimeSpan.Zero), 1234);
}
