namespace ClvPipeline.Tests.Oracle;

/// <summary>
/// How the rows of a shop are laid out in its sources: shuffled, cut into parts, and each column of each part in one of the types that can hold it.
/// Seed 0 keeps the rows' order and the plainest types. No layout changes what the rows say.
/// </summary>
/// <param name="Seed">Decides all of it.</param>
/// <param name="Parts">Into how many parts each dataset is cut; some may be empty.</param>
/// <param name="ForFiles">Only types that <see cref="Parquet.ParquetWriter"/> writes.</param>
/// <param name="ForPostgres">Only types that Postgres has.</param>
public sealed record Layout(int Seed = 0, int Parts = 1, bool ForFiles = false, bool ForPostgres = false)
{
    public bool IsPlain => Seed == 0;

    /// <summary>One of the forms that a column can take; the first is the plainest.</summary>
    public PhysicalColumn Pick(IReadOnlyList<PhysicalColumn> forms, Random random)
    {
        var possible = forms.Where(form => !ForFiles || form.Type.Kind != ColumnKind.Timestamp || form.Type is { Zoned: true, TicksPerSecond: 1_000_000 })
            .Where(form => !ForPostgres || form.Type.Kind != ColumnKind.Timestamp || form.Type is { Legacy96: false, TicksPerSecond: 1_000_000 }).ToList();
        return IsPlain ? possible[0] : possible[random.Next(possible.Count)];
    }

    /// <summary>Rows for which text has a list of its own; 0: one for all.</summary>
    public int Batch(Random random) => IsPlain ? 0 : random.Next(0, 7);

    public Random Random(string dataset) => new(HashCode(dataset));

    // string.GetHashCode differs from process to process.
    private int HashCode(string dataset) => dataset.Aggregate(Seed * 31, (hash, letter) => unchecked(hash * 31 + letter));
}
