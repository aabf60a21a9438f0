using System.Runtime.InteropServices;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Oracle;

/// <summary>Writes a shop as Parquet files: a folder for each dataset, a file for each part of the layout, cut into row groups and pages of a few rows.</summary>
public static class ShopFiles
{
    /// <summary>Writes <c>touchpoints/</c>, <c>orders/</c> and, where there is one, <c>customers/</c>, and gives what they hold.</summary>
    public static IReadOnlyList<MemoryDataset> Write(Shop shop, OracleSettings settings, Layout layout, string folder)
    {
        layout = layout with { ForFiles = true };
        var datasets = MemoryDataset.Inputs(shop, settings, layout).All.Cast<MemoryDataset>().ToList();
        foreach (var dataset in datasets)
        {
            var random = layout.Random(dataset.Name + " files");
            Directory.CreateDirectory(Path.Combine(folder, dataset.Name));
            foreach (var (i, part) in dataset.MemoryParts.Index())
            {
                using var stream = File.Create(PathOf(folder, dataset.Name, i));
                Write(part, layout, random, stream);
            }
        }
        return datasets;
    }

    /// <summary>The file of a part.</summary>
    public static string PathOf(string folder, string dataset, int part) => Path.Combine(folder, dataset, $"part-{part + 1}.parquet");

    private static void Write(MemoryPart part, Layout layout, Random random, Stream stream)
    {
        var columns = part.Columns.ToList();
        if (!layout.IsPlain) columns = [.. columns.OrderBy(_ => random.Next())];
        var options = layout.IsPlain ? new WriteOptions() : new WriteOptions { Codec = (ParquetCodec)random.Next(3), PageRows = random.Next(1, 40) };
        using var writer = new ParquetWriter(stream, [.. columns.Select(column => Described(column.Key, column.Value))], options);
        for (var from = 0; from < part.Rows;)
        {
            var rows = layout.IsPlain ? part.Rows : random.Next(1, part.Rows - from + 1);
            writer.BeginRowGroup(rows);
            foreach (var (_, column) in columns) Write(writer, column, from, rows);
            from += rows;
        }
        writer.Close();
    }

    private static WriteColumn Described(string name, PhysicalColumn column) => column.Type.Kind switch
    {
        ColumnKind.Integer => new WriteColumn(name, WriteType.Int64, Optional: true),
        ColumnKind.Decimal => new WriteColumn(name, WriteType.Decimal, Optional: true, column is WideColumn ? 38 : 18, column.Type.Scale),
        ColumnKind.Real => new WriteColumn(name, WriteType.Double, Optional: true),
        ColumnKind.Text => new WriteColumn(name, WriteType.Text, Optional: true),
        ColumnKind.Uuid => new WriteColumn(name, WriteType.Uuid, Optional: true),
        ColumnKind.Boolean => new WriteColumn(name, WriteType.Boolean, Optional: true),
        ColumnKind.Date => new WriteColumn(name, WriteType.Date, Optional: true),
        ColumnKind.Timestamp when column.Type is { Zoned: true, TicksPerSecond: 1_000_000 } => new WriteColumn(name, WriteType.TimestampMicrosUtc, Optional: true),
        _ => throw new InvalidOperationException($"{column.Type.Name} is not written"),
    };

    private static void Write(ParquetWriter writer, PhysicalColumn column, int from, int rows)
    {
        switch (column)
        {
            case LongColumn longs:
                writer.Write(Values(longs.Values), Valid(longs.Values));
                break;
            case RealColumn reals:
                writer.Write(Values(reals.Values), Valid(reals.Values));
                break;
            case WideColumn wides:
                writer.Write(MemoryMarshal.Cast<Int128, System.Int128>(Values(wides.Values).AsSpan()), Valid(wides.Values));
                break;
            case TextColumn texts:
                var own = texts.Values.Skip(from).Take(rows).ToList();
                var distinct = own.OfType<byte[]>().DistinctBy(Convert.ToHexString).ToList();
                var codes = distinct.Index().ToDictionary(text => Convert.ToHexString(text.Item), text => text.Index);
                int[] offsets = [0, .. distinct.Select((_, code) => distinct.Take(code + 1).Sum(text => text.Length))];
                writer.Write([.. own.Select(text => text is null ? -1 : codes[Convert.ToHexString(text)])], [.. distinct.SelectMany(text => text)], offsets);
                break;
        }

        T[] Values<T>(IReadOnlyList<T?> values) where T : struct => [.. values.Skip(from).Take(rows).Select(value => value ?? default)];
        byte[] Valid<T>(IReadOnlyList<T?> values) where T : struct => [.. values.Skip(from).Take(rows).Select(value => value is null ? (byte)0 : (byte)1)];
    }
}
