// room for ObjectCheck
