using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>What goes wrong with a Postgres source is told in a sentence: found, where, expected.</summary>
public sealed class PostgresErrorTests : IDisposable
{
    private const string Missing = "set the environment variable CLV__CONNECTIONS__";

    private readonly PostgresProgram? _program = PostgresCluster.SkipReason(false) is null ? new PostgresProgram() : null;

    public void Dispose() => _program?.Dispose();

    [PostgresTheory]
    [InlineData("shop.order", "sources.orders: no table shop.order at Warehouse; did you mean 'shop.orders'?")]
    [InlineData("orders", "sources.orders: no table orders at Warehouse; did you mean 'shop.orders'?")]
    [InlineData("shop.Orders", "sources.orders: no table shop.Orders at Warehouse; did you mean 'shop.orders'?")]
    [InlineData("a.b.c", "sources.orders: postgres: neither a query that begins with select, with, values or table, nor the name of a table; expected one such as crm.orders, or \"my.schema\".orders")]
    [InlineData("orders; drop table shop.orders", "sources.orders: no table orders; drop table shop.orders at Warehouse")]
    [InlineData("shop.touchpoints", "3 problems:\n  sources.orders: no column 'order_id' in table shop.touchpoints at Warehouse; the columns there are customer_id, occurred_at, channel; if it has another name, say so: \"columns\": { \"order_id\": \"…\" }")]
    [InlineData("select * from shop.order", "sources.orders: query 'orders' at Warehouse names a table that is not there: relation \"shop.order\" does not exist (at character 15); expected one that the user of the connection can see")]
    [InlineData("select order_idd from shop.orders", "sources.orders: query 'orders' at Warehouse names a column that is not there: column \"order_idd\" does not exist (at character 8)")]
    [InlineData("select order_id, from shop.orders", "sources.orders: the server does not understand query 'orders' at Warehouse: syntax error at or near \"from\" (at character 18)")]
    [InlineData("select *, 1 as revenue from shop.orders", "sources.orders: query 'orders' at Warehouse has 2 columns 'revenue'; expected one: give the others another name (… as …)")]
    [InlineData("select 1) to stdout; drop table shop.orders; --", "sources.orders: the server does not understand query 'orders' at Warehouse: ")] // how much of it the server still takes for a query depends on its version
    [InlineData("select 1) as x; commit; drop table shop.orders; select * from (select 1", "sources.orders: the server does not understand query 'orders' at Warehouse: cannot insert multiple commands into a prepared statement")]
    [InlineData("with gone as (delete from shop.orders returning *) select * from gone", "sources.orders: the server does not understand query 'orders' at Warehouse: WITH clause containing a data-modifying statement must be at the top level")]
    public void A_source_that_is_none(string orders, string expected)
    {
        _program!.Configure(orders: orders);
        Assert.Equal(1, _program.Shell.Clv("validate"));
        Assert.StartsWith(expected, _program.Shell.Error.TrimEnd('\n'), StringComparison.Ordinal);
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.False(_program.LeftSomething);
        Assert.Equal(200L, _program.Database.Scalar("select count(*) from shop.orders"));
    }

    [PostgresFact]
    public void A_query_that_fails_on_a_row_names_the_dataset()
    {
        _program!.Configure(orders: "select order_id, customer_id, ordered_at, 1 / (order_id - 100) as revenue from shop.orders");
        Assert.Equal(0, _program.Shell.Clv("validate"));
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Equal("sources.orders: the server gave up on query 'orders' at Warehouse: division by zero (SQLSTATE 22012)\n", _program.Shell.Error[_program.Shell.Error.IndexOf("sources", StringComparison.Ordinal)..]);
    }

    [PostgresFact]
    public void A_query_writes_nothing()
    {
        _program!.Database.Execute("create function shop.cheat() returns int language sql as 'delete from shop.orders; select 1'");
        _program.Configure(orders: "select order_id, customer_id, ordered_at, revenue * shop.cheat() as revenue from shop.orders");
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Contains("cannot execute DELETE in a read-only transaction", _program.Shell.Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void No_permission_is_told_with_what_to_grant()
    {
        _program!.Database.Execute("""
            do $$ begin if not exists (select from pg_roles where rolname = 'clv_test_weak') then create role clv_test_weak login password 'weak'; end if; end $$;
            grant usage on schema shop to clv_test_weak; grant select (customer_id, occurred_at, channel) on shop.touchpoints to clv_test_weak
            """);
        _program.Connect(builder => (builder.Username, builder.Password) = ("clv_test_weak", "weak"));
        _program.Configure();
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Contains("sources.orders: no permission to read query 'orders' at Warehouse: permission denied for table orders; have SELECT on it granted to the user of the connection", _program.Shell.Error, StringComparison.Ordinal);
        _program.Configure(orders: "shop.orders");
        Assert.Equal(1, _program.Shell.Clv("validate"));
        Assert.Contains("sources.orders: no permission to read any column of table shop.orders at Warehouse", _program.Shell.Error, StringComparison.Ordinal);
        // Some columns are enough, where they are all that is read.
        _program.Database.Execute("grant select (order_id, customer_id, ordered_at, revenue) on shop.orders to clv_test_weak; alter table shop.orders add column note text");
        Assert.Equal(0, _program.Shell.Clv("run"));
    }

    [PostgresFact]
    public void Who_is_not_let_in_learns_why_and_no_more()
    {
        _program!.Configure();
        _program.Connect(builder => builder.Password = "wr0ng-and-s3cret");
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Contains("connection Warehouse: the server does not let us in: password authentication failed for user \"postgres\"; check the user and the password of the connection", _program.Shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _program.Shell.Error, StringComparison.Ordinal);
        _program.Connect(builder => builder.Database = "nowhere");
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Contains("connection Warehouse: database \"nowhere\" does not exist; check the Database of the connection", _program.Shell.Error, StringComparison.Ordinal);
        _program.Connect(builder => (builder.Host, builder.Port, builder.Timeout) = ("127.0.0.1", 1, 5));
        Assert.Equal(1, _program.Shell.Clv("run"));
        Assert.Contains("connection Warehouse: no Postgres server answers where the connection says (Connection refused); check Host and Port, and whether the server runs", _program.Shell.Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_table_and_a_query_that_are_there_are_found()
    {
        _program!.Configure();
        Assert.Equal(0, _program.Shell.Clv("validate"));
        Assert.Contains("rows from table shop.touchpoints at Warehouse", _program.Shell.Out, StringComparison.Ordinal);
        Assert.Contains("rows from query 'orders' at Warehouse", _program.Shell.Out, StringComparison.Ordinal);
        Assert.Equal(0, _program.Shell.Clv("explain", "--customer", "7"));
        Assert.Equal(0, _program.Shell.Clv("run", "--json"));
    }

    [Theory]
    [InlineData("\"postgres\": \"t\"", "sources.orders.connection: missing; expected the name of a connection, such as Warehouse for CLV__CONNECTIONS__WAREHOUSE")]
    [InlineData("\"postgres\": \"t\", \"connection\": \"Nowhere\"", "sources.orders.connection: there is no connection 'Nowhere' (there are BAD, EMPTY); " + Missing + "NOWHERE, or name a secrets file in CLV__SECRETS")]
    [InlineData("\"postgres\": \"t\", \"connection\": \"Bad\"", "sources.orders.connection: CLV__CONNECTIONS__BAD is not a connection string of Postgres; expected one such as Host=db.example.com;Database=shop;Username=clv;Password=…")]
    [InlineData("\"postgres\": \"t\", \"connection\": \"Empty\"", "sources.orders.connection: CLV__CONNECTIONS__EMPTY names no Host; expected one such as Host=db.example.com;Database=shop;Username=clv;Password=…")]
    [InlineData("\"postgres\": \" \", \"connection\": \"x\"", "sources.orders.postgres: blank; expected a query, or a table such as crm.orders")]
    [InlineData("\"postgres\": \"t\", \"parquet\": \"p\", \"connection\": \"x\"", "sources.orders: both parquet and postgres; expected one of them")]
    [InlineData("\"parquet\": \"p\", \"connection\": \"x\"", "sources.orders.connection: it belongs to a Postgres source; expected \"postgres\" beside it")]
    [InlineData("\"postgres\": \"t\", \"connection\": \"x\", \"timeoutSeconds\": 0", "sources.orders.timeoutSeconds: 0 is not allowed; expected a whole number from 1 to 2000000")]
    public void Settings_that_cannot_be_are_refused_before_anything_is_asked(string orders, string expected)
    {
        using var shell = new Jobs.TestShell();
        shell.Variables["CLV__CONNECTIONS__BAD"] = "Host=h;Passwort=pl4nted";
        shell.Variables["CLV__CONNECTIONS__EMPTY"] = "Password=pl4nted";
        shell.Write("clv.json", $$"""{ "sources": { "touchpoints": { "parquet": "t" }, "orders": { {{orders}} } } }""");
        Assert.Equal(2, shell.Clv("validate"));
        Assert.Contains(expected, shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pl4nted", shell.Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Connections_may_stand_in_a_secrets_file_but_never_in_the_settings()
    {
        _program!.Configure();
        var own = new NpgsqlConnectionStringBuilder(_program.Database.ConnectionString).ConnectionString;
        _program.Shell.Variables.Remove("CLV__CONNECTIONS__WAREHOUSE");
        _program.Shell.Variables["CLV__SECRETS"] = "secrets.json";
        Assert.Equal(2, _program.Shell.Clv("validate"));
        Assert.Contains("CLV__SECRETS: ", _program.Shell.Error, StringComparison.Ordinal);
        _program.Shell.Write("secrets.json", System.Text.Json.JsonSerializer.Serialize(new { connections = new { warehouse = own } }));
        Assert.Equal(0, _program.Shell.Clv("validate"));
        _program.Shell.Write("secrets.json", "{ \"connections\": { \"Warehouse\": \"" + "Host=pl4nted");
        Assert.Equal(2, _program.Shell.Clv("validate"));
        Assert.Contains("is not JSON (line 1)", _program.Shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pl4nted", _program.Shell.Error, StringComparison.Ordinal);
        _program.Shell.Write("clv.json", "{ \"connections\": { \"Warehouse\": \"Host=pl4nted\" } }");
        Assert.Equal(2, _program.Shell.Clv("validate"));
        Assert.Contains("connections: connection strings do not belong in settings", _program.Shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pl4nted", _program.Shell.Error, StringComparison.Ordinal);
    }
}
