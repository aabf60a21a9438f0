using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClvPipeline.Storage;

/// <summary>A step of the schema: numbered SQL that is in the program, run once in each database.</summary>
/// <param name="Number">Its place, from 1 without a gap.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Sql">The statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Read()];

    /// <summary>The statements that create the roles.</summary>
    public static string Roles { get; } = Text("Schema.roles.sql");

    /// <summary>SHA-256 of the statements: a step that was run must not be another one later.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    private static IEnumerable<Migration> Read() =>
        from resource in typeof(Migration).Assembly.GetManifestResourceNames()
        let name = resource["Schema.".Length..]
        where resource.StartsWith("Schema.", StringComparison.Ordinal) && char.IsAsciiDigit(name[0])
        orderby name
        select new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name[5..^".sql".Length], Text(resource));

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Migration).Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
