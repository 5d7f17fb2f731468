// Every module enhances a page that already works, and binds itself by a `data-` attribute.
import { announcer } from "./announce";

announcer();
