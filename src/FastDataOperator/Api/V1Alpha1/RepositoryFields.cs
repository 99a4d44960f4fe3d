using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Git;
using FastDataOperator.Git.Signatures;
using FastDataOperator.Imports;

namespace FastDataOperator.Api.V1Alpha1;

/// <summary>Maps <c>spec.source</c> and <c>spec.destination</c>.</summary>
internal sealed class RepositoryFields(RequestProblems problems, string @namespace, string folder)
{
    public ProjectLocation? MapSource(ImportSource source)
    {
        var repository = source.Repository;
        var reference = MapRef(repository.Ref);
        var verify = MapVerify(repository.Verify, reference);
        var location = Map("spec.source", source.Project, repository.Url, reference, source.Path, (repository.SecretRef, repository.ProxySecretRef));
        return location is null ? null : location with { Verify = verify };
    }

    public ProjectLocation? MapDestination(ImportDestination destination)
    {
        return Map("spec.destination", destination.Project, destination.Repository.Url, MapBranch("spec.destination.branch", destination.Branch), destination.Path, (destination.Repository.SecretRef, destination.Repository.ProxySecretRef));
    }

    private ProjectLocation? Map(string at, string? project, string url, GitReference reference, string? path, (LocalReference? Access, LocalReference? Proxy) secrets)
    {
        var address = MapAddress(at + ".repository.url", url);
        if (project is not null)
        {
            problems.RequirePlain(at + ".project", project, "");
        }

        if (secrets.Proxy is not null && address is { IsLocal: true } or { IsSsh: true })
        {
            problems.Add(
                at + ".repository.proxySecretRef", Reason.InvalidValue, address.IsLocal ? "a repository on disk is behind no proxy" : "an ssh repository is reached through no proxy", "leave it out, or write an https:// address");
        }

        CheckPath(at + ".path", path);
        return address is null ? null : new ProjectLocation
        {
            Address = address,
            Repository = address.IsLocal ? url : address.Display,
            Reference = reference,
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

    private GitReference MapRef(SourceRefSpec? names)
    {
        const string At = "spec.source.repository.ref";
        if (names is null)
        {
            return GitReference.Default;
        }

        var given = new[] { ("branch", names.Branch), ("tag", names.Tag), ("semver", names.Semver), ("commit", names.Commit) }
            .Where(item => item.Item2 is not null)
            .Select(item => item.Item1)
            .ToList();
        if (given.Count != 1)
        {
            problems.Add(At, Reason.InvalidValue, given.Count == 0 ? "names nothing" : $"names {string.Join(" and ", given)}", "name exactly one; leave ref out for the default branch");
            return GitReference.Default;
        }

        return names switch
        {
            { Tag: { } tag } => TagName.TryParse(tag, out var name) ? new GitReference.Tag(name) : Refuse("tag", tag, "is no tag name", "write it as git tag shows it, such as v1.2.0"),
            { Semver: { } text } => VersionRange.TryParse(text, out var range, out var problem) ? new GitReference.SemVer(range) : Refuse("semver", text, problem, "write one such as 1.x, ~1.2, ^1.2.0 or >=1.2.0 <2.0.0"),
            { Commit: { } commit } => CommitId.TryParse(commit, out var id) ? new GitReference.Commit(id) : Refuse("commit", commit, "is no commit of a SHA-1 repository", "write all 40 digits of its id, as git rev-parse shows it"),
            _ => MapBranch(At + ".branch", names.Branch),
        };

        GitReference Refuse(string field, string value, string what, string remedy)
        {
            problems.Add($"{At}.{field}", Reason.InvalidValue, $"\"{PlainText.Line(value, 80)}\" {what}", remedy);
            return GitReference.Default;
        }
    }

    private GitReference MapBranch(string at, string? name)
    {
        if (name is null)
        {
            return GitReference.Default;
        }

        if (BranchName.TryParse(name, out var branch))
        {
            return new GitReference.Branch(branch);
        }

        problems.Add(at, Reason.InvalidValue, $"\"{PlainText.Line(name, 80)}\" is no branch name", "write it as git branch shows it, such as main or release/1.2");
        return GitReference.Default;
    }

    private RequiredSignatures? MapVerify(VerifySpec? verify, GitReference reference)
    {
        if (verify is null)
        {
            return null;
        }

        var objects = verify.Mode switch
        {
            VerifyMode.Tag => SignedObjects.Tag,
            VerifyMode.TagAndHEAD => SignedObjects.Tag | SignedObjects.Commit,
            _ => SignedObjects.Commit,
        };
        if (objects.HasFlag(SignedObjects.Tag) && reference is not (GitReference.Tag or GitReference.SemVer))
        {
            problems.Add("spec.source.repository.verify.mode", Reason.InvalidValue, $"is {verify.Mode}, and ref names no tag", "name one in ref.tag or ref.semver, or write HEAD");
        }

        return new RequiredSignatures(objects, new ObjectKey(@namespace, verify.SecretRef.Name));
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
