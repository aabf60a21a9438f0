using System.Text;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>A planted secret is in nothing that the program prints or writes, whatever goes wrong.</summary>
public class PostgresSecretTests
{
    [PostgresFact]
    public void The_password_is_found_nowhere()
    {
        using var program = new PostgresProgram();
        List<string> said = [];
        program.Shell.Variables["CLV_DEBUG"] = "1";
        foreach (var (orders, connect) in new (string, Action<Npgsql.NpgsqlConnectionStringBuilder>)[]
        {
            (PostgresProgram.GoodOrders, _ => { }),
            ("select nothing", _ => { }),
            ("shop.nothing", _ => { }),
            ("select order_id, customer_id, ordered_at, 1 / (order_id - 100) as revenue from shop.orders", _ => { }),
            (PostgresProgram.GoodOrders, builder => builder.Username = "nobody"),
            (PostgresProgram.GoodOrders, builder => builder.Port = 1),
            (PostgresProgram.GoodOrders, builder => builder.Host = "no.such.host.invalid"),
            (PostgresProgram.GoodOrders, builder => builder.SslMode = Npgsql.SslMode.VerifyFull),
        })
        {
            program.Configure(orders: orders);
            program.Connect(connect);
            foreach (var verb in new[] { "run", "validate", "doctor", "explain" })
            {
                foreach (var json in new[] { false, true })
                {
                    program.Shell.Clv([verb, .. verb == "explain" ? new[] { "--customer", "7" } : [], .. json ? new[] { "--json" } : []]);
                    said.Add(program.Shell.Out + program.Shell.Error);
                }
            }
        }

        // What is no connection string at all is quoted nowhere either.
        program.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = PostgresCluster.Password;
        program.Shell.Clv("run");
        said.Add(program.Shell.Out + program.Shell.Error);
        said.AddRange(Directory.EnumerateFiles(program.Shell.Folder, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.True(said.Count > 70, $"{said.Count} texts");
        Assert.Contains(said, text => text.Contains("\"snapshot\"", StringComparison.Ordinal) || text.Contains("snapshot", StringComparison.Ordinal));
        foreach (var part in new[] { "Pl4nted", "S3cret", "w0rd\"" })
            Assert.All(said, text => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_settings_record_shows_no_connection_string()
    {
        var connections = ClvPipeline.Storage.ConnectionStrings.Load(new Dictionary<string, string> { ["CLV__CONNECTIONS__W"] = "Host=h;Password=pl4nted" }, "/", []);
        Assert.DoesNotContain("pl4nted", $"{connections}{System.Text.Json.JsonSerializer.Serialize(connections)}", StringComparison.Ordinal);
        using var shell = new TestShell();
        shell.Variables["CLV__CONNECTIONS__W"] = "Host=h;Password=pl4nted";
        shell.Write("clv.json", """{ "sources": { "touchpoints": { "postgres": "t", "connection": "w" }, "orders": { "parquet": "o" } } }""");
        var settings = ClvPipeline.Jobs.ClvSettingsFile.Load(null, shell.Variables, [], shell.Folder);
        Assert.DoesNotContain("pl4nted", $"{settings}{settings.ParametersJson}", StringComparison.Ordinal);
        Assert.Equal("Host=h;Password=pl4nted", settings.Connections.Find("W"));
    }
}
