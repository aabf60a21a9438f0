namespace ClvPipeline;

/// <summary>What a result column holds, and so its type in Parquet and Postgres.</summary>
public enum ResultKind
{
    /// <summary>UTF-8 text.</summary>
    Text,
    /// <summary>A whole number of up to 64 bits.</summary>
    Integer,
    /// <summary>Whole micro-units in 64 bits: DECIMAL(18,6).</summary>
    Money,
    /// <summary>Whole micro-units in 128 bits: DECIMAL(38,6).</summary>
    WideMoney,
    /// <summary>A double; never NaN.</summary>
    Real,
    /// <summary>Days since 1970-01-01.</summary>
    Date,
    /// <summary>Microseconds since 1970 in UTC.</summary>
    Instant,
    /// <summary>0 or 1.</summary>
    Boolean,
}

/// <summary>A column of a result table, as documented to readers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">One sentence with the unit; the README and the database's comments say the same.</param>
/// <param name="Nullable">Whether it may be null.</param>
public sealed record ColumnSpec(string Name, ResultKind Kind, string Description, bool Nullable = false);

/// <summary>A result table, as documented to readers. The first column is always <c>run_id</c>.</summary>
public sealed record TableSpec(string Name, string Description, IReadOnlyList<ColumnSpec> Columns);

/// <summary>The values of a column, one a row. <c>Valid</c> is null where no value is null.</summary>
public abstract record ResultColumn
{
    private ResultColumn() { }

    /// <summary>Integer, Money, Date, Instant, Boolean.</summary>
    public sealed record Longs(long[] Values, byte[]? Valid = null) : ResultColumn;

    /// <summary>WideMoney.</summary>
    public sealed record Wide(Int128[] Values, byte[]? Valid = null) : ResultColumn;

    /// <summary>Real.</summary>
    public sealed record Reals(double[] Values, byte[]? Valid = null) : ResultColumn;

    /// <summary>Text: a code a row into a list of UTF-8 values laid end to end (value i is Data[Offsets[i] .. Offsets[i + 1]]); -1 is null.</summary>
    public sealed record Text(int[] Codes, byte[] Data, int[] Offsets) : ResultColumn;
}

/// <summary>A filled result table: one column a <see cref="TableSpec.Columns"/>, each of <paramref name="Rows"/> values.</summary>
public sealed record ResultTable(TableSpec Spec, int Rows, IReadOnlyList<ResultColumn> Columns);
