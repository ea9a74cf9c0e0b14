// room for ObjectGenerator
