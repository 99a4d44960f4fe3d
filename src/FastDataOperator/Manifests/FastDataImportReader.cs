using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Resources;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Manifests;

/// <summary>Where each field of a <see cref="FastDataImport"/> stands in a manifest; the only list of their names.</summary>
internal static class FastDataImportReader
{
    private static readonly ImportSource s_noSource = new() { Repository = new SourceRepositorySpec { Url = "" } };
    private static readonly ImportDestination s_noDestination = new() { Repository = new DestinationRepositorySpec { Url = "" } };

    /// <summary>Reads the whole object.</summary>
    /// <param name="fields">The document.</param>
    /// <param name="needed">The repositories for which no file stands in.</param>
    public static FastDataImport Read(FieldReader fields, NeededRepositories needed)
    {
        fields.Skip("apiVersion", "kind");
        return new FastDataImport
        {
            Metadata = fields.RequiredMap("metadata", ReadMetadata),
            Spec = fields.RequiredMap("spec", spec => ReadSpec(spec, needed)),
            Status = fields.Map("status", ImportStatusReader.Read),
        };
    }

    public static ObjectMetadata ReadMetadata(FieldReader fields)
    {
        // What a server adds; a manifest taken from a cluster has them.
        fields.Skip("creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName", "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid");
        return new ObjectMetadata
        {
            Name = fields.RequiredText("name"),
            Namespace = fields.Text("namespace"),
            Labels = fields.TextMap("labels"),
            Annotations = fields.TextMap("annotations"),
            Generation = fields.Number("generation"),
        };
    }

    public static ImportSpec ReadSpec(FieldReader fields, NeededRepositories needed) => new()
    {
        Interval = fields.Duration("interval"),
        Timeout = fields.Duration("timeout"),
        Suspend = fields.Flag("suspend"),
        Source = needed.HasFlag(NeededRepositories.Source)
            ? fields.RequiredMap("source", static source => ReadSource(source, isRequired: true))
            : fields.Map("source", static source => ReadSource(source, isRequired: false)) ?? s_noSource,
        Destination = needed.HasFlag(NeededRepositories.Destination)
            ? fields.RequiredMap("destination", static destination => ReadDestination(destination, isRequired: true))
            : fields.Map("destination", static destination => ReadDestination(destination, isRequired: false)) ?? s_noDestination,
        ImportAs = fields.Choice<ImportMode>("importAs"),
        Select = fields.RequiredMap("select", ReadSelect),
        Rename = fields.Maps("rename", ReadRename),
        Dependencies = fields.Choice<DependencyPolicy>("dependencies"),
        NestedReferences = fields.Choice<NestedReferencePolicy>("nestedReferences"),
        Update = fields.Choice<UpdatePolicy>("update"),
        Drift = fields.Choice<DriftPolicy>("drift"),
        Architecture = fields.Choice<ArchitecturePolicy>("architecture"),
        Prune = fields.Flag("prune"),
        DeletionPolicy = fields.Choice<DeletionPolicy>("deletionPolicy"),
        DependsOn = fields.Maps("dependsOn", ReadReference),
        Publish = fields.Map("publish", ReadPublish),
    };

    private static ImportSource ReadSource(FieldReader fields, bool isRequired) => new()
    {
        Project = fields.Text("project"),
        Repository = isRequired ? fields.RequiredMap("repository", ReadSourceRepository) : fields.Map("repository", ReadSourceRepository) ?? s_noSource.Repository,
        Path = fields.Text("path"),
    };

    private static SourceRepositorySpec ReadSourceRepository(FieldReader fields) => new()
    {
        Url = fields.RequiredText("url"),
        Ref = fields.Map("ref", static names => new SourceRefSpec
        {
            Branch = names.Text("branch"),
            Tag = names.Text("tag"),
            Semver = names.Text("semver"),
            Commit = names.Text("commit"),
        }),
        SecretRef = fields.Map("secretRef", ReadReference),
        ProxySecretRef = fields.Map("proxySecretRef", ReadReference),
        Verify = fields.Map("verify", static verify => new VerifySpec
        {
            Mode = verify.RequiredChoice<VerifyMode>("mode"),
            SecretRef = verify.RequiredMap("secretRef", ReadReference),
        }),
    };

    private static ImportDestination ReadDestination(FieldReader fields, bool isRequired) => new()
    {
        Project = fields.Text("project"),
        Repository = isRequired ? fields.RequiredMap("repository", ReadDestinationRepository) : fields.Map("repository", ReadDestinationRepository) ?? s_noDestination.Repository,
        Branch = fields.Text("branch"),
        Path = fields.Text("path"),
    };

    private static DestinationRepositorySpec ReadDestinationRepository(FieldReader fields) => new()
    {
        Url = fields.RequiredText("url"),
        SecretRef = fields.Map("secretRef", ReadReference),
        ProxySecretRef = fields.Map("proxySecretRef", ReadReference),
    };

    private static SelectSpec ReadSelect(FieldReader fields) => new()
    {
        All = fields.Flag("all"),
        SystemsOfRecord = fields.Maps("systemsOfRecord", static system => new SystemSelectSpec
        {
            Name = system.RequiredText("name"),
            Projections = system.OptionalTexts("projections"),
            ImportAs = system.Choice<ImportMode>("importAs"),
        }),
        SingleViews = fields.Maps("singleViews", ReadNamed),
        ErSchemas = fields.Maps("erSchemas", ReadNamed),
        CastFunctions = fields.Maps("castFunctions", ReadNamed),
    };

    private static NamedSelectSpec ReadNamed(FieldReader fields) => new()
    {
        Name = fields.RequiredText("name"),
        ImportAs = fields.Choice<ImportMode>("importAs"),
    };

    private static RenameSpec ReadRename(FieldReader fields) => new()
    {
        Kind = fields.RequiredChoice<ResourceKind>("kind"),
        From = fields.RequiredText("from"),
        To = fields.RequiredText("to"),
    };

    private static PublishSpec ReadPublish(FieldReader fields) => new()
    {
        Strategy = fields.Choice<PublishStrategy>("strategy"),
        Branch = fields.Text("branch"),
        Commit = fields.Map("commit", static commit => new CommitSpec
        {
            Author = commit.Map("author", static author => new AuthorSpec
            {
                Name = author.RequiredText("name"),
                Email = author.RequiredText("email"),
            }),
            MessageTemplate = commit.Text("messageTemplate"),
            SigningKey = commit.Map("signingKey", static key => new SigningKeySpec { SecretRef = key.RequiredMap("secretRef", ReadReference) }),
        }),
        PullRequest = fields.Map("pullRequest", static request => new PullRequestSpec
        {
            Provider = request.EmptyAsAbsent("provider").Choice<ForgeProvider>("provider"),
            Labels = request.Texts("labels"),
            Draft = request.Flag("draft"),
            Reviewers = request.Texts("reviewers"),
        }),
    };

    private static LocalReference ReadReference(FieldReader fields) => new() { Name = fields.RequiredText("name") };
}
