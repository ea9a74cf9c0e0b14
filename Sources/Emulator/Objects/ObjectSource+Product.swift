import LwM2M
import Modem

extension ObjectSource {
    /// The built-in Objects of a product under a profile, each with the Resources that it has there, in the order in
    /// which the module loads them.
    static func builtIn(for product: Product, under profile: Int) -> [ObjectSource] {
        var resources: [String: Set<ResourceID>] = [:]
        var unshown: [String: Set<ResourceID>] = [:]
        for object in product.objects(under: profile) {
            guard let file = BuiltInObject.numbered(object.id)?.fileName else { continue }
            let listed = Set(object.resources.map(\.id))
            let needed = FactoryAssumptions.needed[object.id] ?? []
            resources[file] = listed.union(needed)
            unshown[file] = needed.subtracting(listed)
        }
        return product.loadOrder(of: Array(resources.keys)).map {
            var source = ObjectSource(.builtIn, $0, offered: resources[$0])
            source.unshown = unshown[$0] ?? []
            return source
        }
    }

    /// All built-in Objects with all their Resources, in the order in which a product would load them.
    static func allBuiltIn(for product: Product) -> [ObjectSource] {
        product.loadOrder(of: BuiltInObject.all.map(\.fileName)).map { ObjectSource(.builtIn, $0) }
    }
}
