using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>A row group of a file.</summary>
internal sealed class ParquetPart(string dataset, OpenFiles open, SourceFile file, int group, long firstRow) : IPart
{
    /// <inheritdoc />
    public string Source => file.Name;

    /// <inheritdoc />
    public long FirstRow => firstRow;

    /// <inheritdoc />
    public int Rows { get; } = checked((int)file.Groups[group]);

    /// <inheritdoc />
    public ColumnType? TypeOf(string column) => file.Column(column)?.Type;

    /// <inheritdoc />
    public (long Least, long Greatest)? RangeOf(string column)
    {
        if (file.Column(column) is not { Index: >= 0 } place) return null;
        using var lease = open.Rent(file.FullPath);
        if (IsChanged(lease)) return null; // opening it says so
        var found = lease.File.Columns[place.Index];
        return found.Kind is ParquetKind.Timestamp or ParquetKind.Date && lease.File.Statistics(group, found) is { Nulls: 0, Min: { } least, Max: { } greatest } ? (least, greatest) : null;
    }

    /// <inheritdoc />
    public ColumnCursor Open(string column)
    {
        var place = file.Column(column) ?? throw new InvalidOperationException($"{file.Name} has no column '{column}'");
        if (place.Type == ColumnTypes.Partition) return new ConstantCursor(place.Type, place.Constant);
        if (place is { Index: < 0, Theirs: null }) throw new BadInputException($"sources.{dataset}: {file.Name}: the column for '{column}' is {place.Type.Name}, and only single values are read");
        OpenFiles.Lease? lease = null;
        try
        {
            lease = open.Rent(file.FullPath);
            // Its columns and rows are known from the first look: after another writer's visit they mean nothing.
            if (IsChanged(lease))
                throw new BadInputException($"sources.{dataset}: {file.Name} changed while it was read; run again when its writer is done");
            if (place.Theirs is { } theirs)
            {
                lease.Dispose();
                return Second(theirs);
            }

            return new ParquetCursor(lease, lease.File.OpenColumn(group, lease.File.Columns[place.Index]), place.Type, dataset);
        }
        catch (ParquetException e)
        {
            lease?.Dispose();
            throw ParquetCursor.Damaged(dataset, e);
        }
        catch
        {
            lease?.Dispose();
            throw;
        }
    }

    private ColumnCursor Second(string theirs)
    {
        try
        {
            return file.Second!.Open(group, theirs);
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"sources.{dataset}: {e.Message}", e);
        }
    }

    private bool IsChanged(OpenFiles.Lease lease) => lease.File.FooterChecksum != file.Fingerprint.FooterChecksum || lease.File.Length != file.Fingerprint.Length;
}
