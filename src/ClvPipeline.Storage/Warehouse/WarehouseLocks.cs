namespace ClvPipeline.Storage;

/// <summary>The advisory locks that programs on one database take: a class of ours, and in it a key for each purpose. A run's key is its number, from 1.</summary>
internal static class WarehouseLocks
{
    /// <summary>Ours among all that use advisory locks of the database: "clv" in ASCII.</summary>
    public const int Class = 0x636C76;

    /// <summary>Publishers take turns.</summary>
    public const int Publication = 0;

    /// <summary>One migration at a time.</summary>
    public const int Migration = -1;
}
