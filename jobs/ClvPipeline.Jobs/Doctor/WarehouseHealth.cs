using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The database that results go to, as a run meets it: whether its schema is the one that this program writes.</summary>
internal static class WarehouseHealth
{
    public static IEnumerable<Finding> Of(string name, LoadedSettings settings, string connectionString)
    {
        if (!name.Equals(settings.Postgres, StringComparison.OrdinalIgnoreCase)) return [];
        var (schema, advice) = ($"schema clv {name}", "run clv migrate, as a user who may create schemas");
        try
        {
            var missing = Migrator.Missing(new Warehouse(name, connectionString));
            return [missing.Count == 0 ? Finding.Ok(schema, "is the one that this clv writes") : Finding.Fail(schema, $"lacks {string.Join(", ", missing)}", advice)];
        }
        catch (BadInputException e)
        {
            return [Finding.Fail(schema, e.Message)];
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            return [Finding.Fail(schema, PostgresFault.Of(e, schema, "the database").Message[(schema.Length + 2)..])];
        }
    }
}
