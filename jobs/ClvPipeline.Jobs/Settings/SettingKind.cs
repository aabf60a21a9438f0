namespace ClvPipeline.Jobs;

/// <summary>What a setting holds.</summary>
internal enum SettingKind
{
    /// <summary>Named settings: <c>{ … }</c>.</summary>
    Group,
    /// <summary>Settings one after another: <c>[ … ]</c>.</summary>
    List,
    /// <summary>Text.</summary>
    Text,
    /// <summary>Text that is an ISO date.</summary>
    Date,
    /// <summary>A number, read as a double.</summary>
    Number,
    /// <summary>A number that is money or multiplies it: read as a decimal, never through a double.</summary>
    Exact,
    /// <summary>A whole number.</summary>
    Whole,
    /// <summary>True or false.</summary>
    Flag,
    /// <summary>A credit model: its own settings depend on its type.</summary>
    Model,
    /// <summary>Changes to other settings, by their paths: judged where they are laid over those.</summary>
    Changes,
}
