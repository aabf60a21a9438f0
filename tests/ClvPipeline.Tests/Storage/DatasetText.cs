using System.Text;
using ClvPipeline.Storage;

namespace ClvPipeline.Tests.Storage;

/// <summary>Reads datasets as a test wants to see them.</summary>
internal static class DatasetText
{
    public static readonly IReadOnlyDictionary<string, string> AsNamed = new Dictionary<string, string>();

    /// <summary>Opens orders.</summary>
    public static ParquetDataset Orders(this TempFolder folder, string parquet, IReadOnlyDictionary<string, string>? columns = null) =>
        ParquetDataset.Open(new DatasetSource("orders", parquet, columns ?? AsNamed, null), folder.Path);

    /// <summary>The message that opening orders fails with.</summary>
    public static string Refusal(this TempFolder folder, string parquet, IReadOnlyDictionary<string, string>? columns = null) =>
        Xunit.Assert.Throws<BadInputException>(() => folder.Orders(parquet, columns).Dispose()).Message;

    /// <summary>All values of a text column; ∅ is null, and so is a column that a part lacks.</summary>
    public static string[] Texts(this IDataset dataset, string column)
    {
        List<string> all = [];
        foreach (var part in dataset.Parts)
        {
            if (part.TypeOf(column) is null)
            {
                all.AddRange(Enumerable.Repeat("∅", part.Rows));
                continue;
            }
            using var cursor = part.Open(column);
            var codes = new int[part.Rows];
            for (var done = 0; done < codes.Length;)
            {
                var read = cursor.ReadCodes(codes.AsSpan(done), out var values);
                foreach (var code in codes.AsSpan(done, read)) all.Add(code < 0 ? "∅" : Encoding.UTF8.GetString(values[code]));
                done += read;
            }
        }
        return [.. all];
    }
}
