using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Turns the API's object into what the house works with, and refuses what it cannot honour. Fields that only concern the operator
/// (<c>interval</c>, <c>deletionPolicy</c>, <c>dependsOn</c>) and those of a pull request under the strategy <c>Push</c> mean nothing here.</summary>
internal sealed class RequestMapper
{
    private readonly FastDataImport _import;
    private readonly RequestProblems _problems;
    private readonly string _folder;

    private RequestMapper(FastDataImport import, Func<string, FileLocation?> locate, string folder)
    {
        _import = import;
        _problems = new RequestProblems(locate);
        _folder = folder;
    }

    /// <summary>Maps a whole import.</summary>
    /// <param name="import">As it was read.</param>
    /// <param name="locate">Where a field stands, for messages.</param>
    /// <param name="folder">What a relative repository path is relative to: the manifest's own folder.</param>
    /// <param name="sourceFile">The source where a file stands in for its repository.</param>
    public static RequestMapping Map(FastDataImport import, Func<string, FileLocation?> locate, string folder, SourceProject? sourceFile = null)
    {
        var mapper = new RequestMapper(import, locate, folder);
        var request = mapper.MapRequest();
        var places = new RepositoryFields(mapper._problems, import.Metadata.Namespace ?? ObjectMetadata.DefaultNamespace, mapper._folder);
        var source = sourceFile is null ? places.MapSource(import.Spec.Source) : null;
        var destination = places.MapDestination(import.Spec.Destination);
        var template = mapper.MapTemplate();
        var pullRequest = mapper.MapPullRequest(destination);
        return mapper._problems.Found.Count > 0 || (source is null && sourceFile is null) || destination is null
            ? new RequestMapping.Refused(mapper._problems.Found)
            : new RequestMapping.Mapped(new RequestedImport
            {
                Request = request,
                Source = source,
                SourceFile = sourceFile,
                Destination = destination,
                Timeout = import.Spec.Timeout ?? ImportSpec.DefaultTimeout,
                IsSuspended = import.Spec.Suspend is true,
                Author = mapper.MapAuthor(),
                Template = template,
                PullRequest = pullRequest,
                SigningKey = mapper.MapSigningKey(),
            });
    }

    /// <summary>Maps what does not concern repositories, for files outside Git.</summary>
    /// <returns>The request, or every problem.</returns>
    public static (ImportRequest? Request, IReadOnlyList<Finding> Problems) MapWithoutRepositories(FastDataImport import, Func<string, FileLocation?> locate)
    {
        var mapper = new RequestMapper(import, locate, "");
        var request = mapper.MapRequest();
        return mapper._problems.Found.Count > 0 ? (null, mapper._problems.Found) : (request, []);
    }

    /// <summary>Maps the source alone, for a destination outside Git.</summary>
    /// <returns>Where the source is, or every problem.</returns>
    public static (ProjectLocation? Source, IReadOnlyList<Finding> Problems) MapSource(FastDataImport import, Func<string, FileLocation?> locate, string folder)
    {
        var problems = new RequestProblems(locate);
        var source = new RepositoryFields(problems, import.Metadata.Namespace ?? ObjectMetadata.DefaultNamespace, folder).MapSource(import.Spec.Source);
        return problems.Found.Count > 0 ? (null, problems.Found) : (source, []);
    }

    /// <summary>Maps what removing the import's references needs: the destination, and how to commit to it (P2).</summary>
    /// <returns>The removal, or every problem.</returns>
    public static (RequestedRemoval? Removal, IReadOnlyList<Finding> Problems) MapRemoval(FastDataImport import)
    {
        var mapper = new RequestMapper(import, static _ => null, "");
        var destination = new RepositoryFields(mapper._problems, import.Metadata.Namespace ?? ObjectMetadata.DefaultNamespace, "").MapDestination(import.Spec.Destination);
        var template = mapper.MapTemplate();
        var pullRequest = mapper.MapPullRequest(destination);
        return destination is null || mapper._problems.Found.Count > 0
            ? (null, mapper._problems.Found)
            : (new RequestedRemoval
            {
                Import = import.Metadata.QualifiedName,
                Destination = destination,
                Timeout = import.Spec.Timeout ?? ImportSpec.DefaultTimeout,
                Author = mapper.MapAuthor(),
                Template = template,
                PullRequest = pullRequest,
                SigningKey = mapper.MapSigningKey(),
            }, []);
    }

    private ImportRequest MapRequest()
    {
        var spec = _import.Spec;
        CheckName();
        CheckTimeout();
        if (spec.Select is { All: not true, SystemsOfRecord: [], SingleViews: [], ErSchemas: [], CastFunctions: [] })
        {
            _problems.Add("spec.select", Reason.EmptySelection, "selects nothing", "name what to import, or write all: true", rule: "S2");
        }

        return new ImportRequest
        {
            Name = _import.Metadata.QualifiedName,
            Selection = MapSelection(spec.Select),
            ImportAs = spec.ImportAs ?? ImportMode.Reference,
            Renames = MapRenames(spec.Rename),
            Dependencies = spec.Dependencies ?? DependencyPolicy.Include,
            NestedReferences = spec.NestedReferences ?? NestedReferencePolicy.Include,
            Update = spec.Update ?? UpdatePolicy.Automatic,
            Drift = spec.Drift ?? DriftPolicy.Restore,
            Architecture = spec.Architecture ?? ArchitecturePolicy.Enforce,
            Prune = spec.Prune is true,
            Copies = new PublicationFields(_problems, _import).MapCopies(static resource => !resource.IsProposed),
        };
    }

    private static Selection MapSelection(SelectSpec select) => new()
    {
        All = select.All is true,
        SystemsOfRecord = [.. select.SystemsOfRecord.Select(system => new SystemSelection(system.Name, system.Projections, system.ImportAs))],
        SingleViews = [.. select.SingleViews.Select(Named)],
        ErSchemas = [.. select.ErSchemas.Select(Named)],
        CastFunctions = [.. select.CastFunctions.Select(Named)],
    };

    private static NamedSelection Named(NamedSelectSpec named) => new(named.Name, named.ImportAs);

    private List<Rename> MapRenames(IReadOnlyList<RenameSpec> renames)
    {
        var sources = new HashSet<(ResourceKind, string)>();
        var targets = new HashSet<(ResourceKind, string)>();
        for (var at = 0; at < renames.Count; at++)
        {
            var rename = renames[at];
            if (!sources.Add((rename.Kind, rename.From)))
            {
                _problems.Add($"spec.rename[{at}].from", Reason.ConflictingRename, $"a second rename of {rename.Kind.Label()} {PlainText.Line(rename.From, 80)}", "keep one of them", rule: "R1");
            }

            if (!targets.Add((rename.Kind, rename.To)))
            {
                _problems.Add($"spec.rename[{at}].to", Reason.ConflictingRename, $"a second {rename.Kind.Label()} that is to be called {PlainText.Line(rename.To, 80)}", "choose another name", rule: "R3");
            }
        }

        return [.. renames.Select(rename => new Rename(rename.Kind, rename.From, rename.To))];
    }

    private void CheckName()
    {
        if (!ObjectNames.IsSubdomain(_import.Metadata.Name))
        {
            _problems.Add("metadata.name", Reason.InvalidName, $"\"{PlainText.Line(_import.Metadata.Name, 80)}\" is no object name", "write lower-case letters, digits, - and ., at most 253");
        }

        if (_import.Metadata.Namespace is { } space && !ObjectNames.IsLabel(space))
        {
            _problems.Add("metadata.namespace", Reason.InvalidName, $"\"{PlainText.Line(space, 80)}\" is no namespace", "write lower-case letters, digits and -, at most 63");
        }
    }

    private void CheckTimeout()
    {
        if (_import.Spec.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromDays(1)))
        {
            _problems.Add("spec.timeout", Reason.InvalidValue, "is out of range", "write a duration between 100ms and 24h");
        }
    }

    private RequestedPullRequest? MapPullRequest(ProjectLocation? destination)
    {
        return new PublicationFields(_problems, _import).Map(destination);
    }

    private CommitAuthor? MapAuthor() => _import.Spec.Publish?.Commit?.Author is { } author ? new CommitAuthor(author.Name, author.Email) : null;

    private ObjectKey? MapSigningKey() =>
        _import.Spec.Publish?.Commit?.SigningKey is { } key ? new ObjectKey(_import.Metadata.Namespace ?? ObjectMetadata.DefaultNamespace, key.SecretRef.Name) : null;

    private MessageTemplate? MapTemplate()
    {
        const string Author = "spec.publish.commit.author";
        if (_import.Spec.Publish?.Commit?.Author is { } author)
        {
            _problems.RequirePlain(Author + ".name", author.Name, "<>");
            _problems.RequirePlain(Author + ".email", author.Email, "<> ");
        }

        MessageTemplate? template = null;
        if (_import.Spec.Publish?.Commit?.MessageTemplate is { Length: > 0 } text && !MessageTemplate.TryParse(text, out template, out var problem))
        {
            _problems.Add("spec.publish.commit.messageTemplate", Reason.InvalidValue, problem, rule: "G4");
        }

        return template;
    }
}
