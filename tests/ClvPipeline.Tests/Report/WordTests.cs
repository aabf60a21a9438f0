using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Tests.Architecture;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>The resource files: each language says everything, with the same values in it.</summary>
public sealed partial class WordTests
{
    private static readonly Dictionary<string, string> English = Words(ReportLanguage.English), Dutch = Words(ReportLanguage.Dutch);

    [Fact]
    public void Both_languages_have_the_same_keys_and_no_blank()
    {
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Dutch.Keys.Where(key => !key.StartsWith("column.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(English.Concat(Dutch), word => Assert.False(string.IsNullOrWhiteSpace(word.Value), word.Key));
    }

    [Fact]
    public void Both_languages_put_the_same_values_into_a_sentence() =>
        Assert.All(English, word => Assert.Equal(Places(word.Value), Places(Dutch[word.Key])));

    [Fact]
    public void Every_key_that_the_source_names_is_there_and_every_key_is_named()
    {
        var source = string.Concat(Repository.With(".cs", "jobs/ClvPipeline.Jobs/Report/").Select(Repository.Text));
        var named = Key().Matches(source).Select(match => match.Groups[1].Value).Where(key => key != "report.css" && key != "report.html").ToHashSet();
        Assert.Empty(named.Except(English.Keys));
        // The others are put together of a stem and what the data say.
        string[] stems = ["mode.", "status.", "outcome.", "band.", "fit.", "role.", "dimension.", "formula.", "term.", "channels.", "spend.", "customers.", "risk.", "paths.", "trust.", "definitions."];
        Assert.All(English.Keys.Except(named), key => Assert.True(stems.Any(stem => key.StartsWith(stem, StringComparison.Ordinal)), key));
    }

    [Fact]
    public void Dutch_has_words_of_its_own_for_every_number_that_the_page_defines()
    {
        var described = Dutch.Keys.Where(key => key.StartsWith("column.", StringComparison.Ordinal)).Select(key => key["column.".Length..]).ToHashSet();
        Assert.Empty(DefinitionSection.Columns.Select(column => $"{column.Table}.{column.Column}").Except(described));
        foreach (var table in Tables.All.Append(RunCheckTable.Spec).Where(table => described.Any(key => key.StartsWith(table.Name + ".", StringComparison.Ordinal))))
            Assert.Empty(described.Where(key => key.StartsWith(table.Name + ".", StringComparison.Ordinal)).Select(key => key[(table.Name.Length + 1)..]).Except(table.Columns.Select(column => column.Name)));
    }

    private static Dictionary<string, string> Words(ReportLanguage language) => new ResourceManager($"ClvPipeline.Jobs.Report.Text.{language.Resources}", typeof(ReportText).Assembly)
        .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("\"([a-z_]+(?:\\.[a-z_0-9-]+)+)\"")]
    private static partial Regex Key();
}
