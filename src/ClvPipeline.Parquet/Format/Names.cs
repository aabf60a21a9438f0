namespace ClvPipeline.Parquet.Format;

/// <summary>How a value is stored. Numbers and names are those of parquet.thrift.</summary>
internal enum PhysicalType { Boolean, Int32, Int64, Int96, Float, Double, ByteArray, FixedLenByteArray }

internal enum Repetition { Required, Optional, Repeated }

internal enum PageType { Data, Index, Dictionary, DataV2 }

internal enum Encoding
{
    Plain = 0, PlainDictionary = 2, Rle = 3, BitPacked = 4, DeltaBinaryPacked = 5, DeltaLengthByteArray = 6, DeltaByteArray = 7, RleDictionary = 8, ByteStreamSplit = 9,
}

internal enum ConvertedType
{
    None = -1, Utf8, Map, MapKeyValue, List, Enum, Decimal, Date, TimeMillis, TimeMicros, TimestampMillis, TimestampMicros,
    UInt8, UInt16, UInt32, UInt64, Int8, Int16, Int32, Int64, Json, Bson, Interval,
}

/// <summary>The format's own words, for messages.</summary>
internal static class Names
{
    private static readonly string[] Physicals = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];
    private static readonly string[] Codecs = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];
    private static readonly string[] Encodings =
        ["PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"];

    public static string Of(PhysicalType type) => Pick(Physicals, (int)type);

    public static string Of(Encoding encoding) => Pick(Encodings, (int)encoding);

    public static string OfCodec(int codec) => Pick(Codecs, codec);

    private static string Pick(string[] names, int i) => (uint)i < (uint)names.Length ? names[i] : $"number {i}";
}
