// Addresses that the build knows.
declare const __ICONS__: string;
declare const __MAP_STYLES__: string;
declare const __MAP_WORKER__: string;
