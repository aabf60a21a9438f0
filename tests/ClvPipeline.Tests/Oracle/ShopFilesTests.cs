using System.Runtime.InteropServices;
using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Oracle;

public sealed class ShopFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("shop-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_shop_comes_back_from_its_files()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var (_, shop, settings) = RandomShop.Make(seed);
            var place = Path.Combine(folder, $"{seed}");
            foreach (var dataset in ShopFiles.Write(shop, settings, new Layout(seed % 4 == 0 ? 0 : seed, 3), place))
                foreach (var (i, part) in dataset.MemoryParts.Index())
                {
                    using var file = ParquetFile.Open(ShopFiles.PathOf(place, dataset.Name, i));
                    Assert.Equal(part.Columns.Keys.Order(), file.Columns.Select(column => column.Name).Order());
                    foreach (var (name, column) in part.Columns) Assert.Equal(Values(column), Read(file, file.Find(name)!));
                }
        }
    }

    private static List<object?> Values(PhysicalColumn column) => column switch
    {
        LongColumn longs => [.. longs.Values.Cast<object?>()],
        RealColumn reals => [.. reals.Values.Cast<object?>()],
        WideColumn wides => [.. wides.Values.Cast<object?>()],
        _ => [.. ((TextColumn)column).Values.Select(text => text is null ? null : Convert.ToHexString(text))],
    };

    private static List<object?> Read(ParquetFile file, ParquetColumn column)
    {
        var values = new List<object?>();
        for (var group = 0; group < file.RowGroupCount; group++)
        {
            var rows = (int)file.RowsIn(group);
            using var reader = file.OpenColumn(group, column);
            var valid = new byte[rows];
            if (column.Kind == ParquetKind.Text) values.AddRange(Texts(reader, rows));
            else if (column.Kind == ParquetKind.Real) values.AddRange(Numbers<double>(reader.Read));
            else if (column.Wide || column.Kind == ParquetKind.Uuid) values.AddRange(Numbers<Int128>((numbers, there) => reader.Read(MemoryMarshal.Cast<Int128, System.Int128>(numbers), there)));
            else values.AddRange(Numbers<long>(reader.Read));

            IEnumerable<object?> Numbers<T>(Reading<T> read) where T : struct
            {
                var numbers = new T[rows];
                Assert.Equal(rows, read(numbers, valid));
                return numbers.Select((number, i) => valid[i] == 0 ? null : (object?)number);
            }
        }
        return values;
    }

    private static List<object?> Texts(ColumnReader reader, int rows)
    {
        var texts = new List<object?>();
        var codes = new int[rows];
        while (texts.Count < rows)
        {
            var count = reader.ReadCodes(codes);
            for (var i = 0; i < count; i++) texts.Add(codes[i] < 0 ? null : Convert.ToHexString(reader.Values[codes[i]]));
        }
        return texts;
    }

    private delegate int Reading<T>(Span<T> values, Span<byte> valid);
}
