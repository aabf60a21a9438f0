using System.Text;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Generate;

/// <summary>A small Parquet file read whole, a value at a time; numbers as they are stored, null where null.</summary>
internal static class Table
{
    public static long?[] Numbers(string path, string column)
    {
        using var file = ParquetFile.Open(path);
        var all = new List<long?>();
        for (var group = 0; group < file.RowGroupCount; group++)
        {
            var (values, valid) = (new long[file.RowsIn(group)], new byte[file.RowsIn(group)]);
            using var reader = file.OpenColumn(group, file.Find(column)!);
            for (var read = 0; read < values.Length;)
            {
                read += reader.Read(values.AsSpan(read), valid.AsSpan(read));
            }
            all.AddRange(values.Zip(valid, (value, isValid) => isValid == 1 ? value : (long?)null));
        }
        return [.. all];
    }

    public static string?[] Texts(string path, string column)
    {
        using var file = ParquetFile.Open(path);
        var all = new List<string?>();
        for (var group = 0; group < file.RowGroupCount; group++)
        {
            var codes = new int[1000];
            using var reader = file.OpenColumn(group, file.Find(column)!);
            for (int read; (read = reader.ReadCodes(codes)) > 0;)
            {
                for (var i = 0; i < read; i++)
                {
                    all.Add(codes[i] < 0 ? null : Encoding.UTF8.GetString(reader.Values[codes[i]]));
                }
            }
        }
        return [.. all];
    }

    public static Guid[] Uuids(string path, string column)
    {
        using var file = ParquetFile.Open(path);
        var values = new System.Int128[file.RowCount];
        using var reader = file.OpenColumn(0, file.Find(column)!);
        for (var read = 0; read < values.Length;)
        {
            read += reader.Read(values.AsSpan(read), new byte[values.Length - read]);
        }
        var bytes = new byte[16];
        return [.. values.Select(value =>
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(bytes, value);
            return new Guid(bytes, bigEndian: true);
        })];
    }
}
