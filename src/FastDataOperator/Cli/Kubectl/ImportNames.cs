using System.CommandLine;
using System.CommandLine.Parsing;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>Imports as a person names them: <c>NAME</c>, or as kubectl writes them, such as <c>fdi/NAME</c>.</summary>
internal static class ImportNames
{
    private static readonly string[] s_kinds = ["fdi", "fastdataimport", ImportResource.Plural, $"fastdataimport.{FastDataImport.Group}", $"{ImportResource.Plural}.{FastDataImport.Group}"];

    public static Argument<string> One() => Checked(new Argument<string>("NAME") { Description = "The import: NAME or fdi/NAME." });

    public static Argument<string?> Optional(string description) => Checked(new Argument<string?>("NAME") { Description = description, Arity = ArgumentArity.ZeroOrOne });

    public static Argument<string[]> Any(string description) => Checked(new Argument<string[]>("NAME") { Description = description, Arity = ArgumentArity.ZeroOrMore });

    /// <exception cref="ImportRefusedException">It is no name of an import.</exception>
    public static string Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[(slash + 1)..];
        if (slash >= 0 && !s_kinds.Contains(text[..slash], StringComparer.OrdinalIgnoreCase))
        {
            throw Complaint.Usage($"{PlainText.Line(text, 100)} names no import", $"write NAME or fdi/NAME; a namespace goes with -n");
        }

        return ObjectNames.IsSubdomain(name) ? name : throw Complaint.Usage($"\"{PlainText.Line(name, 100)}\" is no name of an import", "write lower-case letters, digits, - and ., at most 253");
    }

    /// <summary>The imports that a verb with <c>NAME... | --all</c> is about.</summary>
    /// <param name="texts">The names that were written.</param>
    /// <param name="all">Whether all are meant.</param>
    /// <param name="space">The namespace; <see langword="null"/> for all namespaces.</param>
    /// <exception cref="ImportRefusedException">Not exactly one way is taken to say which.</exception>
    /// <exception cref="ClusterException">One of them is not there.</exception>
    public static async Task<IReadOnlyList<ClusterImport>> ResolveAsync(Cluster cluster, string[] texts, bool all, string? space, CancellationToken cancellationToken)
    {
        if (all)
        {
            return texts.Length == 0 ? await cluster.ListAsync(space, null, cancellationToken) : throw Complaint.Usage("--all and a name contradict each other", "keep one of them");
        }

        if (texts.Length == 0)
        {
            throw Complaint.Usage("no import is named", "name one, or write --all for all of the namespace");
        }

        if (space is null)
        {
            throw Complaint.Usage("-A only goes with --all", "name the namespace of the import with -n");
        }

        var found = new List<ClusterImport>();
        foreach (var name in texts.Select(Read).Distinct(StringComparer.Ordinal).ToList())
        {
            found.Add(await cluster.GetAsync(new ObjectKey(space, name), cancellationToken));
        }

        return found;
    }

    /// <summary>For <c>kubectl wait</c> and scripts.</summary>
    public static string Qualified(string name) => $"fastdataimport.{FastDataImport.Group}/{name}";

    /// <summary>A mistyped option is taken for a name otherwise.</summary>
    private static TArgument Checked<TArgument>(TArgument argument)
        where TArgument : Argument
    {
        argument.Validators.Add(static result =>
        {
            if (result.Tokens.Select(static token => token.Value).FirstOrDefault(static text => text.StartsWith('-')) is { } option)
            {
                var known = (result.Parent as CommandResult)?.Command.Options.Select(static each => each.Name) ?? [];
                result.AddError($"there is no option {option}{(NearestNames.Of(option, known, most: 1) is [var nearest] ? $"; did you mean {nearest}?" : "")}");
            }
        });
        return argument;
    }
}
