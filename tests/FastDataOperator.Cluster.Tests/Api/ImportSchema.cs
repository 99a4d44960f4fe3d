using FastDataOperator.Api.V1Alpha1;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace FastDataOperator.Cluster.Tests.Api;

/// <summary>A part of the schema in the CRD that this project ships.</summary>
internal sealed class ImportSchema
{
    public string Type { get; init; } = "";

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public string? Description { get; init; }

    public List<string> Required { get; init; } = [];

    public List<string> Enum { get; init; } = [];

    public Dictionary<string, ImportSchema> Properties { get; init; } = [];

    public ImportSchema? Items { get; init; }

    /// <summary>The schema of the whole object.</summary>
    public static ImportSchema Load()
    {
        var stream = new YamlStream();
        using var file = File.OpenText(Path.Combine(AppContext.BaseDirectory, "crds", "fastdataimports.yaml"));
        stream.Load(file);
        var versions = (YamlSequenceNode)stream.Documents.Single().RootNode["spec"]["versions"];
        var version = versions.Single(static version => (string?)version["name"] == FastDataImport.Version);
        using var schema = new StringWriter();
        new YamlStream(new YamlDocument(version["schema"]["openAPIV3Schema"])).Save(schema);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
            .Deserialize<ImportSchema>(schema.ToString());
    }
}
