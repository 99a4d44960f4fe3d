using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Maps <c>spec.source</c> and <c>spec.destination</c>.</summary>
internal sealed class RepositoryFields(RequestProblems problems, string @namespace, string folder)
{
    public ProjectLocation? MapSource(ImportSource source)
    {
        const string Repository = "spec.source.repository";
        var repository = source.Repository;
        CheckRef(repository.Ref);
        if (repository.Verify is not null)
        {
            problems.NotSupported(Repository + ".verify", "verified signatures", "leave it out");
        }

        return Map("spec.source", source.Project, repository.Url, (Repository + ".ref.branch", repository.Ref?.Branch), source.Path, (repository.SecretRef, repository.ProxySecretRef));
    }

    public ProjectLocation? MapDestination(ImportDestination destination)
    {
        return Map("spec.destination", destination.Project, destination.Repository.Url, ("spec.destination.branch", destination.Branch), destination.Path, (destination.Repository.SecretRef, destination.Repository.ProxySecretRef));
    }

    private ProjectLocation? Map(string at, string? project, string url, (string Path, string? Name) branch, string? path, (LocalReference? Access, LocalReference? Proxy) secrets)
    {
        var address = MapAddress(at + ".repository.url", url);
        BranchName? branchName = null;
        if (branch.Name is not null)
        {
            if (BranchName.TryParse(branch.Name, out var parsed))
            {
                branchName = parsed;
            }
            else
            {
                problems.Add(branch.Path, Reason.InvalidValue, $"\"{PlainText.Line(branch.Name, 80)}\" is no branch name", "write it as git branch shows it, such as main or release/1.2");
            }
        }

        if (project is not null)
        {
            problems.RequirePlain(at + ".project", project, "");
        }

        if (secrets.Proxy is not null && address is { IsLocal: true })
        {
            problems.Add(at + ".repository.proxySecretRef", Reason.InvalidValue, "a repository on disk is behind no proxy", "leave it out, or write an https:// address");
        }

        CheckPath(at + ".path", path);
        return address is null ? null : new ProjectLocation
        {
            Address = address,
            Repository = address.IsLocal ? url : address.Display,
            Branch = branchName,
            Path = path,
            Project = project ?? ProjectNames.Of(address),
            Secret = secrets.Access is { } access ? new ObjectKey(@namespace, access.Name) : null,
            ProxySecret = secrets.Proxy is { } proxy ? new ObjectKey(@namespace, proxy.Name) : null,
        };
    }

    private RepositoryAddress? MapAddress(string path, string url)
    {
        // A path without a scheme is relative to the manifest; anything else says where it is by itself.
        var isRelative = !url.Contains(':', StringComparison.Ordinal) && url.Length > 0 && !Path.IsPathRooted(url);
        if (!RepositoryAddress.TryParse(isRelative ? Path.Combine(folder, url) : url, out var address, out var problem))
        {
            problems.Add(path, Reason.InvalidValue, PlainText.Line(problem, 500).TrimEnd('.'));
            return null;
        }

        if (address.Credentials is not GitCredentials.None)
        {
            problems.Add(path, Reason.InvalidValue, $"the address of {address.Display} holds a user or a password, and a manifest is no place for one", "name a Secret in secretRef, or let git's credential helper know it");
            return null;
        }

        return address;
    }

    private void CheckRef(SourceRefSpec? names)
    {
        const string At = "spec.source.repository.ref";
        if (names is null)
        {
            return;
        }

        var given = new[] { ("branch", names.Branch), ("tag", names.Tag), ("semver", names.Semver), ("commit", names.Commit) }
            .Where(item => item.Item2 is not null)
            .Select(item => item.Item1)
            .ToList();
        if (given.Count != 1)
        {
            problems.Add(At, Reason.InvalidValue, given.Count == 0 ? "names nothing" : $"names {string.Join(" and ", given)}", "name exactly one; leave ref out for the default branch");
        }

        foreach (var name in given.Where(name => name != "branch"))
        {
            problems.NotSupported($"{At}.{name}", $"sources at a {name}", "name a branch");
        }
    }

    private void CheckPath(string at, string? path)
    {
        if (path is null)
        {
            return;
        }

        problems.RequirePlain(at, path, "\\");
        var segments = path.Split('/');
        if (path.Length == 0 || segments.Any(segment => segment is "" or "." or ".." || segment.Equals(".git", StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(at, Reason.InvalidValue, $"\"{PlainText.Line(path, 80)}\" is no path within a repository", "write it from the root, such as fastdata-config.json or data/config.json");
        }
    }
}
