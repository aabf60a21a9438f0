namespace ClvPipeline;

/// <summary>What a source column holds, before our rules give it a meaning.</summary>
public enum ColumnKind
{
    /// <summary>A whole number of up to 64 bits.</summary>
    Integer,
    /// <summary>An unscaled whole number with a scale; up to 38 digits.</summary>
    Decimal,
    /// <summary>A float or a double.</summary>
    Real,
    /// <summary>UTF-8 text.</summary>
    Text,
    /// <summary>A 128-bit UUID, most significant byte first.</summary>
    Uuid,
    /// <summary>True or false (1 or 0).</summary>
    Boolean,
    /// <summary>Days since 1970-01-01.</summary>
    Date,
    /// <summary>A point in time counted in <see cref="ColumnType.TicksPerSecond"/> since 1970; zoned (UTC) or a local reading.</summary>
    Timestamp,
    /// <summary>Anything that none of our columns can be read from (nested, binary, time of day …).</summary>
    Other,
}

/// <summary>The type of a source column. <paramref name="Name"/> is the source's own word for it, for messages.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">The source's own word for the type, for messages.</param>
/// <param name="Scale">Digits behind the point of a <see cref="ColumnKind.Decimal"/>.</param>
/// <param name="TicksPerSecond">1,000, 1,000,000 or 1,000,000,000 for a <see cref="ColumnKind.Timestamp"/>.</param>
/// <param name="Zoned">Whether a timestamp is an instant in UTC rather than a local reading.</param>
/// <param name="Legacy96">Whether a timestamp is Parquet's INT96: a local reading that is UTC unless the dataset says otherwise.</param>
public sealed record ColumnType(ColumnKind Kind, string Name, int Scale = 0, long TicksPerSecond = 0, bool Zoned = false, bool Legacy96 = false);

/// <summary>A list of byte strings laid end to end, or with a gap behind each: value i is Data[Offsets[i] .. (Offsets[i + 1] - Gap)].</summary>
public readonly ref struct Utf8Values(ReadOnlySpan<byte> data, ReadOnlySpan<int> offsets, int gap = 0)
{
    /// <summary>The bytes of all values, one behind the other.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Where each value starts; one more entry than there are values.</summary>
    public ReadOnlySpan<int> Offsets { get; } = offsets;

    /// <summary>The bytes between a value and the next that belong to neither.</summary>
    public int Gap { get; } = gap;

    /// <summary>The number of values.</summary>
    public int Count => Math.Max(0, Offsets.Length - 1);

    /// <summary>The bytes of value <paramref name="i"/>.</summary>
    public ReadOnlySpan<byte> this[int i] => Data[Offsets[i]..(Offsets[i + 1] - Gap)];
}

/// <summary>
/// Reads one column of one part of a dataset from its first row to its last, a block of rows at a time.
/// <c>valid[i]</c> is 1 where row i has a value, 0 where it is null, and 2 where the source has something there that is no value of the type (a decimal's NaN); the value is then 0.
/// </summary>
public abstract class ColumnCursor : IDisposable
{
    /// <summary>What the column holds.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>Reads exactly <paramref name="values"/>.Length rows of an Integer, Boolean, Date, Timestamp, or Decimal of up to 18 digits (unscaled).</summary>
    public virtual void Read(Span<long> values, Span<byte> valid) => throw new NotSupportedException($"{Type.Name} is not read as whole numbers");

    /// <summary>Reads exactly <paramref name="values"/>.Length rows of a Real.</summary>
    public virtual void Read(Span<double> values, Span<byte> valid) => throw new NotSupportedException($"{Type.Name} is not read as reals");

    /// <summary>Reads exactly <paramref name="values"/>.Length rows of a Decimal (unscaled, any width) or a Uuid (as its 128 bits).</summary>
    public virtual void Read(Span<Int128> values, Span<byte> valid) => throw new NotSupportedException($"{Type.Name} is not read as 128-bit numbers");

    /// <summary>Whether a Decimal needs the 128-bit reading.</summary>
    public virtual bool Wide => false;

    /// <summary>
    /// Reads rows of Text as codes into <paramref name="values"/>; -1 is null. May fill fewer rows than asked for (at least one), where the set of
    /// values changes: <paramref name="values"/> are good until the next call, and the same list again while <see cref="Generation"/> stays.
    /// </summary>
    public virtual int ReadCodes(Span<int> codes, out Utf8Values values) => throw new NotSupportedException($"{Type.Name} is not read as text");

    /// <summary>What the source has in row <paramref name="row"/> of the last reading, where <c>valid</c> is 2: for the list of rejected rows.</summary>
    public virtual string Unreadable(int row) => throw new NotSupportedException($"{Type.Name} has nothing that is unreadable");

    /// <summary>Changes whenever the values behind the codes do.</summary>
    public virtual int Generation => 0;

    /// <inheritdoc />
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A part of a dataset that can be read by itself: a row group of a file, a key range of a query.</summary>
public interface IPart
{
    /// <summary>The file (or query) that the part belongs to, for messages and rejects.</summary>
    string Source { get; }

    /// <summary>The number of the part's first row within its source, counted from 1. Where parts are streamed it is right once all of them were read.</summary>
    long FirstRow { get; }

    /// <summary>The number of rows. Of a part that is streamed it is an estimate until it was read to its end.</summary>
    int Rows { get; }

    /// <summary>The type of one of our columns in this part, or null where the source has no such (optional) column.</summary>
    ColumnType? TypeOf(string column);

    /// <summary>
    /// The least and the greatest value of one of our columns of timestamps or dates, as <see cref="Open"/> would read them, where the source knows them
    /// without reading and no row is null; null otherwise. Rows outside the time that a run looks at need not be read then.
    /// </summary>
    (long Least, long Greatest)? RangeOf(string column) => null;

    /// <summary>Opens one of our columns for reading. Columns and parts may be read side by side from several threads. Not for parts that are streamed.</summary>
    ColumnCursor Open(string column);

    /// <summary>Whether the rows come once and together, from a query, rather than column by column whenever they are asked for: they are then read by <see cref="Stream"/>.</summary>
    bool Streamed => false;

    /// <summary>Starts reading a part that is streamed.</summary>
    IRowStream Stream() => throw new NotSupportedException($"{Source} is not streamed");
}

/// <summary>The rows of a part that come once and together, a block at a time. Used by one thread.</summary>
public interface IRowStream : IDisposable
{
    /// <summary>Opens one of our columns, before the first block is fetched.</summary>
    ColumnCursor Open(string column);

    /// <summary>Fetches the next block, of at most <paramref name="most"/> rows, and returns how many there are: 0 at the end. The columns then read exactly these rows.</summary>
    int Next(int most);

    /// <summary>Called from another thread: nobody needs the rest. <see cref="Next"/> returns 0 as soon as it can.</summary>
    void Stop();
}

/// <summary>One configured dataset: where its rows come from, by our names of the columns.</summary>
public interface IDataset
{
    /// <summary><c>touchpoints</c>, <c>orders</c>, <c>customers</c> or <c>spend</c>.</summary>
    string Name { get; }

    /// <summary>The zone of timestamps without one, or null for the run's (INT96: UTC).</summary>
    string? TimeZone { get; }

    /// <summary>The parts, in the order of their sources.</summary>
    IReadOnlyList<IPart> Parts { get; }

    /// <summary>Columns besides ours that some part has, by the source's own names, where the dataset may have such (<c>customers</c>). Parts know them by these names.</summary>
    IReadOnlyList<string> FurtherColumns => [];
}

/// <summary>The datasets of a run; the optional ones may be null.</summary>
public sealed record Inputs(IDataset Touchpoints, IDataset Orders, IDataset? Customers = null, IDataset? Spend = null)
{
    /// <summary>The datasets that are there.</summary>
    public IEnumerable<IDataset> All => new[] { Touchpoints, Orders, Customers, Spend }.OfType<IDataset>();
}

/// <summary>Told how far a run is; called from several threads, every few ten thousand rows: it must be cheap.</summary>
public interface IProgressSink
{
    /// <summary>A stage begins: <paramref name="total"/> is what <see cref="Advance"/> will add up to (rows or buckets), named by <paramref name="unit"/>.</summary>
    void Begin(string stage, long total, string unit);

    /// <summary>So much more of the current stage is done.</summary>
    void Advance(long done);
}

/// <summary>Where rows go that memory has no room for.</summary>
public interface ISpillStore
{
    /// <summary>A new empty file, which is gone when it is disposed or when the process ends, however it ends.</summary>
    ISpillFile Create();
}

/// <summary>A temporary file of one thread: written at its end, read anywhere (by several threads once writing has ended).</summary>
public interface ISpillFile : IDisposable
{
    /// <summary>Bytes written.</summary>
    long Length { get; }

    /// <summary>Writes at the end.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/>.</summary>
    void Read(long offset, Span<byte> into);
}
