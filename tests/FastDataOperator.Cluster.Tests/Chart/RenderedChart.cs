using System.Reflection;
using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace FastDataOperator.Cluster.Tests.Chart;

/// <summary>The objects that a chart renders to.</summary>
internal sealed class RenderedChart
{
    private readonly IReadOnlyList<(string Kind, string Name, string Yaml)> _objects;

    private RenderedChart(IReadOnlyList<(string Kind, string Name, string Yaml)> objects) => _objects = objects;

    /// <summary>Kind and name of each, in order of both.</summary>
    public IReadOnlyList<string> Names => [.. _objects.Select(static rendered => $"{rendered.Kind}/{rendered.Name}").Order(StringComparer.Ordinal)];

    /// <summary>All objects but those of some kinds, as one file.</summary>
    public string Without(params ReadOnlySpan<string> kinds)
    {
        var left = new List<string>();
        foreach (var (kind, _, yaml) in _objects)
        {
            if (!kinds.Contains(kind))
            {
                left.Add(yaml);
            }
        }

        return string.Join("---\n", left);
    }

    public static RenderedChart Read(string text)
    {
        var objects = new List<(string Kind, string Name, string Yaml)>();
        foreach (var yaml in text.Split("---\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var stream = new YamlStream();
            using var reader = new StringReader(yaml);
            stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                objects.Add((Scalar(root["kind"]), Scalar(root["metadata"]["name"]), yaml));
            }
        }

        return new RenderedChart(objects);
    }

    /// <summary>Every object of a type; a field that the type does not have is an error.</summary>
    public IReadOnlyList<T> All<T>()
        where T : IKubernetesObject
    {
        var kind = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>()!.Kind;
        return [.. _objects.Where(rendered => rendered.Kind == kind).Select(static rendered => KubernetesYaml.Deserialize<T>(rendered.Yaml, strict: true))];
    }

    public T Single<T>()
        where T : IKubernetesObject => Assert.Single(All<T>());

    public T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(All<T>(), rendered => rendered.Metadata.Name == name);

    private static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;
}
