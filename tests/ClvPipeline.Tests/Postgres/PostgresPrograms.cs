namespace ClvPipeline.Tests.Postgres;

/// <summary>Where this machine keeps Postgres's own programs.</summary>
internal static class PostgresPrograms
{
    /// <summary>The folder of <c>initdb</c> and <c>pg_ctl</c>, the newest version first; null where there are none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Whether we are root, whom the server refuses: everything is then done as the user <c>postgres</c>.</summary>
    public static bool IsRoot { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root";

    /// <summary>Why no cluster can be started here, or null where it can.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS() ? "private clusters are started by a shell: set CLV_TEST_POSTGRES to a server's connection string"
        : Folder is null ? "Postgres's initdb is neither on the PATH nor in /usr/lib/postgresql/*/bin (Debian: apt-get install postgresql), and CLV_TEST_POSTGRES is not set"
        : IsRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "root may not run Postgres, and there is no user postgres" : null;

    private static string? Find()
    {
        const string versions = "/usr/lib/postgresql";
        var installed = Directory.Exists(versions) ? Directory.GetDirectories(versions).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return installed.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private static int Version(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;
}
