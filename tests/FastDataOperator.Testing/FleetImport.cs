using System.Text.Json.Nodes;

namespace FastDataOperator.Testing;

/// <summary>One import of <see cref="FleetRepositories"/>.</summary>
/// <param name="Name">The object's.</param>
/// <param name="Source">The repository that it imports from.</param>
/// <param name="Function">The one cast function that it brings.</param>
/// <param name="Destination">The repository that it imports into.</param>
/// <param name="Branch">Of the destination.</param>
public sealed record FleetImport(string Name, string Source, string Function, string Destination, string Branch)
{
    /// <summary>The object's spec.</summary>
    /// <param name="git">Where the repositories are served.</param>
    /// <param name="interval">As a Go duration.</param>
    /// <param name="secret">The Secret with the credentials of both; null for none.</param>
    public JsonObject Spec(Uri git, string interval, string? secret = null)
    {
        JsonObject Repository(string name)
        {
            var repository = new JsonObject { ["url"] = new Uri(git, name + ".git").AbsoluteUri };
            if (secret is not null)
            {
                repository["secretRef"] = new JsonObject { ["name"] = secret };
            }

            return repository;
        }

        var source = Repository(Source);
        source["ref"] = new JsonObject { ["branch"] = "main" };
        return new JsonObject
        {
            ["interval"] = interval,
            ["source"] = new JsonObject { ["project"] = Source, ["repository"] = source },
            ["destination"] = new JsonObject { ["project"] = Destination, ["repository"] = Repository(Destination), ["branch"] = Branch },
            ["select"] = new JsonObject { ["castFunctions"] = new JsonArray(new JsonObject { ["name"] = Function }) },
            ["importAs"] = "Reference",
        };
    }
}
