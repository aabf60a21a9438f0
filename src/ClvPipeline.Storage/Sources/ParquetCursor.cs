using System.Runtime.InteropServices;
using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>Reads a column of a row group; damage that is found on the way is told as a bad input.</summary>
internal sealed class ParquetCursor(OpenFiles.Lease lease, ColumnReader reader, ColumnType type, string dataset) : ColumnCursor
{
    /// <inheritdoc />
    public override ColumnType Type => type;

    /// <inheritdoc />
    public override bool Wide => reader.Column.Wide;

    /// <inheritdoc />
    public override int Generation => reader.Generation;

    /// <inheritdoc />
    public override void Read(Span<long> values, Span<byte> valid)
    {
        try { All(reader.Read(values, valid), values.Length); }
        catch (ParquetException e) { throw Damaged(dataset, e); }
    }

    /// <inheritdoc />
    public override void Read(Span<double> values, Span<byte> valid)
    {
        try { All(reader.Read(values, valid), values.Length); }
        catch (ParquetException e) { throw Damaged(dataset, e); }
    }

    /// <inheritdoc />
    public override void Read(Span<Int128> values, Span<byte> valid)
    {
        try { All(reader.Read(MemoryMarshal.Cast<Int128, System.Int128>(values), valid), values.Length); }
        catch (ParquetException e) { throw Damaged(dataset, e); }
    }

    /// <inheritdoc />
    public override int ReadCodes(Span<int> codes, out Utf8Values values)
    {
        try
        {
            var read = reader.ReadCodes(codes);
            var found = reader.Values;
            values = new Utf8Values(found.Data, found.Offsets, found.Gap);
            return read;
        }
        catch (ParquetException e) { throw Damaged(dataset, e); }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        reader.Dispose();
        lease.Dispose();
        base.Dispose();
    }

    /// <summary>What the codec found, with the dataset's name.</summary>
    internal static BadInputException Damaged(string dataset, ParquetException e) => new($"sources.{dataset}: {e.Message}", e);

    private static void All(int read, int asked)
    {
        if (read != asked) throw new InvalidOperationException($"{asked} rows were asked for and {read} were left");
    }
}
