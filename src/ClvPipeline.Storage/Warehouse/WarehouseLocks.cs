namespace ClvPipeline.Storage;

/// <summary>The advisory locks that programs on one database take: a class of ours, and in it a key for each purpose. A run's key is its number, from 1.</summary>
internal static class WarehouseLocks
{
    /// <summary>Ours among all that use advisory locks of the database: "clv" in ASCII.</summary>
    public const int Class = 0x636C76;

    /// <summary>The class of locks that keep equal requests apart while one of them is written down.</summary>
    public const int Requests = Class + 1;

    /// <summary>The class of the lock that all workers at work share; its one key is 0.</summary>
    public const int Workers = Class + 2;

    /// <summary>Publishers take turns.</summary>
    public const int Publication = 0;

    /// <summary>One migration at a time.</summary>
    public const int Migration = -1;
}
