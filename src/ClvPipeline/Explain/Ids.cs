using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>Ids as text, and text as ids.</summary>
internal static class Ids
{
    /// <summary>An order or touch id as text.</summary>
    public static string Show(long id, KeyKind kind, Utf8Arena texts) => kind switch
    {
        KeyKind.Integer => id.ToString(CultureInfo.InvariantCulture),
        KeyKind.Uuid => new Guid(texts[id], bigEndian: true).ToString("D"),
        _ => Encoding.UTF8.GetString(texts[id]),
    };

    /// <summary>The key of a customer id given as text.</summary>
    /// <exception cref="BadInputException">The run's ids are of another kind.</exception>
    public static object Key(string text, KeyKind kind) => kind switch
    {
        KeyKind.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new IntegerKey(number),
        KeyKind.Uuid when Guid.TryParse(text, out var guid) => Wide(guid),
        KeyKind.Text => TextKey.Of(Encoding.UTF8.GetBytes(text)),
        _ => throw new BadInputException($"'{text}' is not a customer_id of these inputs; they hold {(kind == KeyKind.Integer ? "integers" : "UUIDs")}"),
    };

    /// <summary>A customer id as result tables write it, whatever way it was typed.</summary>
    public static string Normal(string text, KeyKind kind) => kind switch
    {
        KeyKind.Integer => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        KeyKind.Uuid => Guid.Parse(text).ToString("D"),
        _ => text,
    };

    private static WideKey Wide(Guid guid)
    {
        var bytes = guid.ToByteArray(bigEndian: true);
        return new WideKey(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)));
    }
}
