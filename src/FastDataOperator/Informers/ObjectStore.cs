using FastDataOperator.Api;

namespace FastDataOperator.Informers;

/// <summary>The newest known state of every object of a kind. Several informers may fill one store, each its own namespace.</summary>
internal sealed class ObjectStore<TItem>
    where TItem : class, ICachedObject
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, TItem> _items = [];
    private Action<ObjectChange<TItem>> _changed = static _ => { };

    /// <summary>As of now; later changes do not show.</summary>
    public IReadOnlyCollection<TItem> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items.Values];
            }
        }
    }

    public TItem? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _items.GetValueOrDefault(key);
        }
    }

    /// <summary>From now on, tells of every change right after it is made, in order, and before the next is made: so
    /// <paramref name="changed"/> must be quick and must not throw. It may read the store.</summary>
    public void Subscribe(Action<ObjectChange<TItem>> changed)
    {
        lock (_lock)
        {
            _changed += changed;
        }
    }

    /// <summary>Takes what was read from the API server, unless what is here is as new. Another object of the same name is
    /// told as a deletion and a creation.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Upsert(TItem item)
    {
        lock (_lock)
        {
            var before = _items.GetValueOrDefault(item.Key);
            if (before is not null && !ResourceVersions.IsNewer(item.ResourceVersion, before.ResourceVersion))
            {
                return false;
            }

            if (before is not null && before.Uid != item.Uid)
            {
                Remove(item.Key);
                before = null;
            }

            _items[item.Key] = item;
            _changed(new ObjectChange<TItem>(item.Key, before, item));
            return true;
        }
    }

    /// <summary>Takes what a write of our own returned, so that the next look does not read what it just overwrote. Unlike
    /// <see cref="Upsert"/>, it never brings back an object that was deleted meanwhile.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Refresh(TItem item)
    {
        lock (_lock)
        {
            return _items.TryGetValue(item.Key, out var before) && before.Uid == item.Uid && Upsert(item);
        }
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(ObjectKey key)
    {
        lock (_lock)
        {
            if (!_items.Remove(key, out var before))
            {
                return false;
            }

            _changed(new ObjectChange<TItem>(key, before, null));
            return true;
        }
    }
}
