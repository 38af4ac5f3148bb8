/** In one window: a person changes the configuration of a customer; each of these has a customer of its own, as `acme`. */
import './configuration/editing';
import './configuration/files';
import './configuration/changes';
