namespace ClvPipeline.Tests.Oracle;

/// <summary>What a channel, campaign, sales channel or segment is called inside.</summary>
public static class Names
{
    public const string None = "(none)";
    public const string Unattributed = "(unattributed)";
    public const string Unknown = "(unknown)";
    public const string All = "(all)";
    public const string More = "…";

    private static readonly string[] Reserved = [Unattributed, None, "(other)", All, Unknown, More];

    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Trimmed; a blank one is <c>(none)</c>; one that equals a reserved name gets a leading <c>_</c>.</summary>
    public static string Normal(string? raw)
    {
        var name = raw?.Trim() ?? "";
        return name.Length == 0 ? None : IsReserved(name) ? "_" + name : name;
    }
}
