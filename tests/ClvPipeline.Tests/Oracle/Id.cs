namespace ClvPipeline.Tests.Oracle;

/// <summary>One id as a source holds it. Integers sort by number, text by UTF-8 bytes, UUIDs by bytes.</summary>
public readonly record struct Id(IdKind Kind, long Number, string Text, UInt128 Uuid) : IComparable<Id>
{
    /// <summary>Whether the id says nothing: text of nothing but white space.</summary>
    public bool IsBlank => Kind == IdKind.Text && string.IsNullOrWhiteSpace(Text);

    public static Id Of(long number) => new(IdKind.Integer, number, "", 0);

    public static Id Of(string text) => new(IdKind.Text, 0, text, 0);

    public static Id Of(UInt128 uuid) => new(IdKind.Uuid, 0, "", uuid);

    public static bool operator <(Id a, Id b) => a.CompareTo(b) < 0;

    public static bool operator >(Id a, Id b) => a.CompareTo(b) > 0;

    public static bool operator <=(Id a, Id b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Id a, Id b) => a.CompareTo(b) >= 0;

    public int CompareTo(Id other) => Kind switch
    {
        IdKind.Integer => Number.CompareTo(other.Number),
        IdKind.Text => Utf8Text.ByBytes.Compare(Text, other.Text),
        _ => Uuid.CompareTo(other.Uuid),
    };

    public override string ToString() => Kind switch
    {
        IdKind.Integer => $"{Number}",
        IdKind.Text => Text,
        _ => $"{Uuid:x32}",
    };
}
